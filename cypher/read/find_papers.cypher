// find_papers: papers by id, other id or title
// params: texts LIST of STRING
// returns: paper STRING, title STRING, published STRING or null
// access: read
// order: paper
MATCH (p:Paper)
WHERE p.id IN $texts OR any(other IN coalesce(p.otherIds, []) WHERE other IN $texts)
  OR toLower(p.title) IN $texts
RETURN p.id AS paper, p.title AS title, left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published
ORDER BY paper
