// paper: one paper with its authors
// params: paper STRING
// returns: paper STRING, title STRING, abstract STRING, published STRING or null, url STRING or null, categories LIST, otherIds LIST, authors LIST
// access: read
// order: paper
MATCH (p:Paper {id: $paper})
OPTIONAL MATCH (p)-[w:WRITTEN_BY]->(a:Author)
WITH p, w, a
ORDER BY w.position, a.id
WITH p, collect(a.name) AS names
RETURN p.id AS paper, p.title AS title, p.abstract AS abstract,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  p.url AS url, coalesce(p.categories, []) AS categories, coalesce(p.otherIds, []) AS otherIds, names AS authors
ORDER BY paper
