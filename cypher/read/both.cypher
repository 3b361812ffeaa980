// both: papers that name one of some things and one of some others
// params: systems LIST of STRING, others LIST of STRING, minConfidence FLOAT
// returns: paper STRING
// access: read
// order: newest first, undated last, then paper
UNWIND $systems AS one
MATCH (:Entity {id: one})<-[r]-(p:Paper)-[x]->(o:Entity)
WHERE o.id IN $others AND coalesce(r.confidence, 1.0) >= $minConfidence
  AND coalesce(x.confidence, 1.0) >= $minConfidence
WITH DISTINCT p
RETURN p.id AS paper
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, paper
