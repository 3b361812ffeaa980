// cooccurrence: what is named in the same papers as an entity
// params: entity STRING, types LIST of STRING, minPapers INTEGER, minConfidence FLOAT, limit INTEGER
// returns: otherId STRING, other STRING, aliases LIST or null, papers INTEGER, examples LIST
// access: read
// order: papers, most first, then id; no types means all
MATCH (e:Entity {id: $entity})<-[r]-(p:Paper)
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH DISTINCT e, p
MATCH (p)-[x]->(o:Entity)
WHERE o.id <> e.id AND coalesce(x.confidence, 1.0) >= $minConfidence
  AND (size($types) = 0 OR any(label IN labels(o) WHERE label IN $types))
WITH DISTINCT p, o
ORDER BY p.id
WITH o, count(p) AS papers, collect(p.id)[..3] AS examples
WHERE papers >= $minPapers
RETURN o.id AS otherId, o.name AS other, o.aliases AS aliases, papers AS papers,
  examples AS examples
ORDER BY papers DESC, otherId
LIMIT $limit
