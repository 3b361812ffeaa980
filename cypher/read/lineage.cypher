// lineage: one step of descent: what these are based on or part of, or what is based on them
// params: ids LIST of STRING, relations LIST of STRING, up BOOLEAN, minConfidence FLOAT
// returns: sourceId STRING, source STRING, relation STRING, targetId STRING, target STRING, derived BOOLEAN, paper STRING or null, title STRING or null, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: newest first, undated last, then names, ids, relation, paper; Python walks step by step
UNWIND $ids AS id
MATCH (x:Entity {id: id})
CALL {
  WITH x
  MATCH (x)-[r:BASED_ON|PART_OF]->(o:Entity)
  WHERE $up
  RETURN x AS a, r AS r, o AS b
  UNION ALL
  WITH x
  MATCH (x)<-[r:BASED_ON|PART_OF]-(o:Entity)
  WHERE NOT $up
  RETURN o AS a, r AS r, x AS b
}
WITH a, r, b
WHERE type(r) IN $relations AND coalesce(r.confidence, 1.0) >= $minConfidence
OPTIONAL MATCH (p:Paper {id: r.paper})
RETURN a.id AS sourceId, a.name AS source, type(r) AS relation, b.id AS targetId, b.name AS target,
  coalesce(r.derived, false) AS derived, r.paper AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  r.sentence AS sentence, r.confidence AS confidence
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, source, target, sourceId, targetId, relation, paper
