// repos: repositories with the papers that release them
// params: entity STRING or null, host STRING or null, minConfidence FLOAT
// returns: repoId STRING, url STRING, host STRING or null, paper STRING, title STRING, published STRING or null, sentence STRING or null, confidence FLOAT or null
// access: read
// order: publishedAt, newest first, undated last, then url and paper
MATCH (p:Paper)-[r:HAS_REPO]->(e:Entity)
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH p, r, e
WHERE ($host IS NULL OR e.host = $host OR e.host ENDS WITH '.' + $host)
  AND ($entity IS NULL OR EXISTS {
    MATCH (p)-[x]->(o:Entity)
    WHERE o.id = $entity AND coalesce(x.confidence, 1.0) >= $minConfidence
  })
RETURN e.id AS repoId, e.url AS url, e.host AS host, p.id AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  r.sentence AS sentence, r.confidence AS confidence
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, url, paper
