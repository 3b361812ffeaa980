// paper_relations: what one paper says of entities, and of how they relate
// params: paper STRING, minConfidence FLOAT
// returns: relation STRING, source STRING or null, sourceId STRING or null, target STRING, targetId STRING, readAs STRING or null, start INTEGER or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: place in the text, then relation and ids
// Where a relation has no start, the embedded store makes one up: the id of its source.
CALL {
  MATCH (p:Paper {id: $paper})-[r]->(b:Entity)
  RETURN type(r) AS relation, null AS source, null AS sourceId, b.name AS target, b.id AS targetId,
    r.`as` AS readAs, toInteger(r.start) AS start, r.sentence AS sentence, r.confidence AS confidence
  UNION ALL
  MATCH (a:Entity)-[r:BASED_ON|OUTPERFORMS|PART_OF|BENCHMARK_FOR {paper: $paper}]->(b:Entity)
  RETURN type(r) AS relation, a.name AS source, a.id AS sourceId, b.name AS target, b.id AS targetId,
    null AS readAs, toInteger(r.start) AS start, r.sentence AS sentence, r.confidence AS confidence
}
WITH *
WHERE coalesce(confidence, 1.0) >= $minConfidence
RETURN relation AS relation, source AS source, sourceId AS sourceId, target AS target,
  targetId AS targetId, readAs AS readAs, start AS start, sentence AS sentence,
  confidence AS confidence
ORDER BY start IS NULL, start, relation, sourceId, targetId
