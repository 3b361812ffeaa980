// trends: papers per month, of all and of those that name one of some entities; none stands for all
// params: entities LIST of STRING, minConfidence FLOAT
// returns: month STRING or null, papers INTEGER, total INTEGER
// access: read
// order: month; the row without one, last, counts the papers of which none is known
MATCH (p:Paper)
WITH CASE WHEN coalesce(p.datePrecision, 'day') <> 'year' THEN left(toString(p.publishedAt), 7) END AS month,
  size($entities) = 0 OR EXISTS {
    MATCH (p)-[r]->(e:Entity)
    WHERE e.id IN $entities AND coalesce(r.confidence, 1.0) >= $minConfidence
  } AS named
WITH month, sum(CASE WHEN named THEN 1 ELSE 0 END) AS papers, count(*) AS total
RETURN month AS month, papers AS papers, total AS total
ORDER BY month
