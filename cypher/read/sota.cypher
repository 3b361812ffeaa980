// sota: every dated absolute result on some benchmarks
// params: benchmarks LIST of STRING, minConfidence FLOAT
// returns: result STRING, subject STRING or null, subjectId STRING or null, benchmark STRING or null, benchmarkId STRING or null, metric STRING or null, metricId STRING or null, higherIsBetter BOOLEAN or null, metricUnit STRING or null, versus STRING or null, versusId STRING or null, value FLOAT, unit STRING or null, kind STRING, start INTEGER, paper STRING, title STRING, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: paper, then place in the text; Python keeps what was a record when it came out
UNWIND $benchmarks AS benchmark
MATCH (p:Paper)-[:REPORTS]->(r:Result {kind: 'absolute'})-[:ON]->(b:Entity {id: benchmark})
OPTIONAL MATCH (r)-[:OF]->(s:Entity)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Entity)
OPTIONAL MATCH (r)-[:VERSUS]->(v:Entity)
WITH *
WHERE coalesce(r.confidence, 1.0) >= $minConfidence AND p.publishedAt IS NOT NULL
RETURN r.id AS result, s.name AS subject, s.id AS subjectId, b.name AS benchmark, b.id AS benchmarkId,
  k.name AS metric, k.id AS metricId, k.higherIsBetter AS higherIsBetter, k.unit AS metricUnit,
  v.name AS versus, v.id AS versusId, r.value AS value, r.unit AS unit, r.kind AS kind,
  r.start AS start, p.id AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  r.sentence AS sentence, r.confidence AS confidence
ORDER BY paper, start, result
