// links: what joins two nodes directly, with evidence
// params: left STRING, right STRING, minConfidence FLOAT
// returns: sourceId STRING, source STRING, relation STRING, targetId STRING, target STRING, derived BOOLEAN, paper STRING or null, title STRING or null, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: relation, source id, paper
CALL {
  MATCH (a:Entity {id: $left})-[r]->(b:Entity {id: $right})
  RETURN a.id AS sourceId, a.name AS source, type(r) AS relation, b.id AS targetId, b.name AS target,
    coalesce(r.derived, false) AS derived, r.sentence AS sentence, r.confidence AS confidence, r.paper AS paper
  UNION ALL
  MATCH (a:Entity {id: $right})-[r]->(b:Entity {id: $left})
  RETURN a.id AS sourceId, a.name AS source, type(r) AS relation, b.id AS targetId, b.name AS target,
    coalesce(r.derived, false) AS derived, r.sentence AS sentence, r.confidence AS confidence, r.paper AS paper
  UNION ALL
  MATCH (a:Paper {id: $left})-[r]->(b:Entity {id: $right})
  RETURN a.id AS sourceId, a.name AS source, type(r) AS relation, b.id AS targetId, b.name AS target,
    false AS derived, r.sentence AS sentence, r.confidence AS confidence, a.id AS paper
  UNION ALL
  MATCH (a:Paper {id: $right})-[r]->(b:Entity {id: $left})
  RETURN a.id AS sourceId, a.name AS source, type(r) AS relation, b.id AS targetId, b.name AS target,
    false AS derived, r.sentence AS sentence, r.confidence AS confidence, a.id AS paper
}
WITH *
WHERE coalesce(confidence, 1.0) >= $minConfidence
OPTIONAL MATCH (p:Paper {id: paper})
RETURN sourceId AS sourceId, source AS source, relation AS relation, targetId AS targetId,
  target AS target, derived AS derived, paper AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  sentence AS sentence, confidence AS confidence
ORDER BY relation, sourceId, paper
