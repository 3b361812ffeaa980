// outperforms: who is said to beat whom
// params: entities LIST of STRING, minConfidence FLOAT
// returns: winnerId STRING, winner STRING, loserId STRING, loser STRING, paper STRING, title STRING, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: newest first, undated last, then names, ids, paper; no entities means all
MATCH (a:Entity)-[r:OUTPERFORMS]->(b:Entity)
WHERE size($entities) = 0 OR a.id IN $entities OR b.id IN $entities
WITH a, r, b
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
MATCH (p:Paper {id: r.paper})
RETURN a.id AS winnerId, a.name AS winner, b.id AS loserId, b.name AS loser, p.id AS paper,
  p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  r.sentence AS sentence, r.confidence AS confidence
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, winner, loser, winnerId, loserId, paper
