// titles: every title, to find the nearest one
// params: none
// returns: paper STRING, title STRING, published STRING or null
// access: read
// order: paper
MATCH (p:Paper)
RETURN p.id AS paper, p.title AS title, left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published
ORDER BY paper
