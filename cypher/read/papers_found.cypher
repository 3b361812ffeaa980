// papers_found: how many papers fit, where papers gives the first of them
// params: entities LIST of STRING, author STRING or null, year INTEGER or null, since STRING or null, codeHosts LIST of STRING, minConfidence FLOAT
// returns: amount INTEGER
// access: read
// order: one row
CALL {
  MATCH (p:Paper)
  WHERE size($entities) = 0
  RETURN p AS p
  UNION
  MATCH (:Entity {id: $entities[0]})<--(p:Paper)
  RETURN p AS p
}
WITH p
WHERE $year IS NULL OR p.year = $year
WITH p
WHERE $since IS NULL OR p.publishedAt >= date($since)
WITH p
WHERE $author IS NULL OR EXISTS { MATCH (p)-[:WRITTEN_BY]->(a:Author) WHERE a.id = $author }
WITH p
WHERE size($codeHosts) = 0 OR EXISTS {
  MATCH (p)-[has:HAS_REPO]->(repo:Entity)
  WHERE coalesce(has.confidence, 1.0) >= $minConfidence
    AND NOT toLower(repo.url) =~ '.*/awesome([-_.][^/]*)?' AND NOT repo.url CONTAINS '/datasets/'
    AND (repo.host STARTS WITH 'git.' OR repo.host STARTS WITH 'gitlab.'
      OR any(host IN $codeHosts WHERE repo.host = host OR repo.host ENDS WITH '.' + host))
}
OPTIONAL MATCH (p)-[r]->(e:Entity)
WHERE e.id IN $entities AND coalesce(r.confidence, 1.0) >= $minConfidence
WITH p, count(DISTINCT e.id) AS found
WHERE found = size($entities)
RETURN count(p) AS amount
