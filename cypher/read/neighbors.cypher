// neighbors: all that stands one step from an entity
// params: entity STRING, minConfidence FLOAT
// returns: direction STRING, relation STRING, otherId STRING, other STRING, derived BOOLEAN, paper STRING or null, title STRING or null, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: direction, relation, then newest first, undated last, then other name and id, paper; Python deals the limit
CALL {
  MATCH (:Entity {id: $entity})<-[r]-(p:Paper)
  RETURN 'in' AS direction, type(r) AS relation, p.id AS otherId, p.title AS other, false AS derived,
    r.sentence AS sentence, r.confidence AS confidence, p.id AS paper
  UNION ALL
  MATCH (:Entity {id: $entity})-[r]->(o:Entity)
  RETURN 'out' AS direction, type(r) AS relation, o.id AS otherId, o.name AS other,
    coalesce(r.derived, false) AS derived, r.sentence AS sentence, r.confidence AS confidence,
    r.paper AS paper
  UNION ALL
  MATCH (:Entity {id: $entity})<-[r]-(o:Entity)
  RETURN 'in' AS direction, type(r) AS relation, o.id AS otherId, o.name AS other,
    coalesce(r.derived, false) AS derived, r.sentence AS sentence, r.confidence AS confidence,
    r.paper AS paper
}
WITH *
WHERE coalesce(confidence, 1.0) >= $minConfidence
OPTIONAL MATCH (p:Paper {id: paper})
RETURN direction AS direction, relation AS relation, otherId AS otherId, other AS other,
  derived AS derived, paper AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  sentence AS sentence, confidence AS confidence
ORDER BY direction, relation, p.publishedAt IS NULL, p.publishedAt DESC, other, otherId, paper
