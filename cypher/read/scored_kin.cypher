// scored_kin: benchmarks with scores that are part of one, have it as a part, or begin with its name or it with theirs
// params: benchmark STRING, name STRING, minConfidence FLOAT
// returns: id STRING, name STRING, isPart BOOLEAN, isWhole BOOLEAN, scores INTEGER
// access: read
// order: most scores first, then name, id; the given name is in lower case, without blanks and hyphens; Python keeps whole words
CALL {
  MATCH (:Entity {id: $benchmark})<-[link:PART_OF]-(e:Entity)
  WHERE coalesce(link.confidence, 1.0) >= $minConfidence
  RETURN e AS e, 1 AS part, 0 AS whole
  UNION
  MATCH (:Entity {id: $benchmark})-[link:PART_OF]->(e:Entity)
  WHERE coalesce(link.confidence, 1.0) >= $minConfidence
  RETURN e AS e, 0 AS part, 1 AS whole
  UNION
  MATCH (e:Benchmark)
  WITH e, replace(replace(toLower(e.name), ' ', ''), '-', '') AS bare
  WHERE bare STARTS WITH $name OR $name STARTS WITH bare
  RETURN e AS e, 0 AS part, 0 AS whole
  UNION
  MATCH (e:Dataset)
  WITH e, replace(replace(toLower(e.name), ' ', ''), '-', '') AS bare
  WHERE bare STARTS WITH $name OR $name STARTS WITH bare
  RETURN e AS e, 0 AS part, 0 AS whole
}
WITH e, max(part) AS part, max(whole) AS whole
WHERE e.id <> $benchmark AND (e.id STARTS WITH 'benchmark:' OR e.id STARTS WITH 'dataset:')
MATCH (e)<-[:ON]-(r:Result {kind: 'absolute'})
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH e, part, whole, count(r) AS scores
RETURN e.id AS id, e.name AS name, part = 1 AS isPart, whole = 1 AS isWhole, scores AS scores
ORDER BY scores DESC, name, id
