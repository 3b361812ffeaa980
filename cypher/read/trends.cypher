// trends: papers per month, of all and of those that name one of some entities; none stands for all
// params: entities LIST of STRING, minConfidence FLOAT
// returns: month STRING, papers INTEGER, total INTEGER
// access: read
// order: month; papers without a month are left out
MATCH (p:Paper)
WHERE p.publishedAt IS NOT NULL AND coalesce(p.datePrecision, 'day') <> 'year'
WITH left(toString(p.publishedAt), 7) AS month,
  size($entities) = 0 OR EXISTS {
    MATCH (p)-[r]->(e:Entity)
    WHERE e.id IN $entities AND coalesce(r.confidence, 1.0) >= $minConfidence
  } AS named
WITH month, sum(CASE WHEN named THEN 1 ELSE 0 END) AS papers, count(*) AS total
RETURN month AS month, papers AS papers, total AS total
ORDER BY month
