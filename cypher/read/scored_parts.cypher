// scored_parts: which parts of a benchmark have scores
// params: benchmark STRING, minConfidence FLOAT
// returns: id STRING, name STRING, scores INTEGER
// access: read
// order: most scores first, then name, id
MATCH (:Entity {id: $benchmark})<-[link:PART_OF]-(part:Entity)
WHERE coalesce(link.confidence, 1.0) >= $minConfidence
WITH DISTINCT part
MATCH (part)<-[:ON]-(r:Result {kind: 'absolute'})
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH part, count(r) AS scores
RETURN part.id AS id, part.name AS name, scores AS scores
ORDER BY scores DESC, name, id
