// conflicts: absolute results of one system on one benchmark, where these are several
// params: entity STRING or null, minConfidence FLOAT
// returns: result STRING, subject STRING or null, subjectId STRING or null, benchmark STRING or null, benchmarkId STRING or null, metric STRING or null, metricId STRING or null, higherIsBetter BOOLEAN or null, metricUnit STRING or null, versus STRING or null, versusId STRING or null, value FLOAT, unit STRING or null, kind STRING, start INTEGER, paper STRING, title STRING, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: paper, then place in the text; Python groups them by what they measure
MATCH (p:Paper)-[:REPORTS]->(r:Result {kind: 'absolute'})-[:ON]->(b:Entity)
MATCH (r)-[:OF]->(s:Entity)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Entity)
WITH p, r, b, s, k
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH p, r, b, s, k
WHERE $entity IS NULL OR b.id = $entity OR s.id = $entity
WITH b, s, count(DISTINCT r.value) AS amounts, collect({paper: p, found: r, metric: k}) AS rows
WHERE amounts > 1
UNWIND rows AS one
WITH b, s, one.metric AS k, one.paper AS p, one.found AS r
OPTIONAL MATCH (r)-[:VERSUS]->(v:Entity)
RETURN r.id AS result, s.name AS subject, s.id AS subjectId, b.name AS benchmark, b.id AS benchmarkId,
  k.name AS metric, k.id AS metricId, k.higherIsBetter AS higherIsBetter, k.unit AS metricUnit,
  v.name AS versus, v.id AS versusId, r.value AS value, r.unit AS unit, r.kind AS kind,
  r.start AS start, p.id AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  r.sentence AS sentence, r.confidence AS confidence
ORDER BY paper, start, result
