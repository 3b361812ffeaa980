// trends: papers per month, of all and of those that name an entity
// params: entity STRING or null, minConfidence FLOAT
// returns: month STRING, papers INTEGER, total INTEGER
// access: read
// order: month; papers without a month are left out
MATCH (p:Paper)
WHERE p.publishedAt IS NOT NULL AND coalesce(p.datePrecision, 'day') <> 'year'
WITH left(toString(p.publishedAt), 7) AS month,
  $entity IS NULL OR EXISTS {
    MATCH (p)-[r]->(e:Entity)
    WHERE e.id = $entity AND coalesce(r.confidence, 1.0) >= $minConfidence
  } AS named
WITH month, sum(CASE WHEN named THEN 1 ELSE 0 END) AS papers, count(*) AS total
RETURN month AS month, papers AS papers, total AS total
ORDER BY month
