// path: one step from nodes: papers and entities beside them, without evidence
// params: ids LIST of STRING, minConfidence FLOAT
// returns: sourceId STRING, targetId STRING
// access: read
// order: source id, target id; Python walks from both ends
UNWIND $ids AS id
CALL {
  WITH id
  MATCH (:Entity {id: id})-[r]-(o:Entity)
  WHERE coalesce(r.confidence, 1.0) >= $minConfidence
  RETURN o.id AS other
  UNION
  WITH id
  MATCH (:Entity {id: id})<-[r]-(o:Paper)
  WHERE coalesce(r.confidence, 1.0) >= $minConfidence
  RETURN o.id AS other
  UNION
  WITH id
  MATCH (:Paper {id: id})-[r]->(o:Entity)
  WHERE coalesce(r.confidence, 1.0) >= $minConfidence
  RETURN o.id AS other
}
RETURN DISTINCT id AS sourceId, other AS targetId
ORDER BY sourceId, targetId
