// benchmarks: benchmarks, of tasks or of what papers use, or (without) all, with how often they are used, and with how many scores
// params: tasks LIST of STRING, minConfidence FLOAT
// returns: benchmarkId STRING, benchmark STRING, papers INTEGER, results INTEGER, firstSeen STRING or null, stated BOOLEAN, paper STRING or null, title STRING or null, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: papers, most first, then those that a paper names for one of the tasks, then id
MATCH (e:Entity)
WHERE e.id STARTS WITH 'benchmark:'
OPTIONAL MATCH (p:Paper)-[r:EVALUATES_ON]->(e)
WHERE size($tasks) = 0 OR EXISTS { MATCH (p)-[:ADDRESSES|USES|INTRODUCES]->(t:Entity) WHERE t.id IN $tasks }
WITH e, p, r
WHERE r IS NULL OR coalesce(r.confidence, 1.0) >= $minConfidence
WITH e, p, r
ORDER BY e.id, p.id
WITH e, collect(DISTINCT p.id) AS users, collect(p)[0] AS used, collect(r)[0] AS use
OPTIONAL MATCH (e)-[s:BENCHMARK_FOR]->(t:Entity)
WHERE t.id IN $tasks AND coalesce(s.confidence, 1.0) >= $minConfidence
WITH e, users, used, use, s, t
ORDER BY e.id, s.paper, t.id
WITH e, users, used, use, collect(s)[0] AS said, collect(DISTINCT s.paper) AS sayers
WITH e, used, use, said,
  size(users) + size([one IN sayers WHERE NOT one IN users]) AS papers
WHERE papers > 0 OR said IS NOT NULL
OPTIONAL MATCH (source:Paper {id: said.paper})
OPTIONAL MATCH (n:Result {kind: 'absolute'})-[:ON]->(e)
WITH e, papers, used, use, said, source, n, coalesce(n.confidence, 1.0) >= $minConfidence AS sure
WITH e, papers, said IS NOT NULL AS stated, coalesce(source, used) AS p,
  coalesce(said, use) AS proof, count(CASE WHEN sure THEN n.id END) AS results
RETURN e.id AS benchmarkId, e.name AS benchmark, papers AS papers, results AS results,
  left(toString(e.firstSeenAt), CASE e.firstSeenPrecision WHEN 'year' THEN 4 ELSE 7 END) AS firstSeen, stated AS stated, p.id AS paper,
  p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  proof.sentence AS sentence, proof.confidence AS confidence
ORDER BY papers DESC, stated DESC, benchmarkId
