// longer_names: entities whose name or alias contains one of some names, these included, and those of some ids, with their papers
// params: kinds LIST of STRING, names LIST of STRING, ids LIST of STRING, minConfidence FLOAT
// returns: id STRING, name STRING, aliases LIST or null, papers LIST of STRING
// access: read
// order: id; kinds are starts of ids, names are in lower case, without blanks and hyphens; Python keeps whole words
MATCH (e:Entity)
WHERE e.id IN $ids OR (any(kind IN $kinds WHERE e.id STARTS WITH kind)
  AND any(form IN [e.name] + coalesce(e.aliases, [])
    WHERE any(name IN $names WHERE replace(replace(toLower(form), ' ', ''), '-', '') CONTAINS name)))
OPTIONAL MATCH (e)<-[r]-(p:Paper)
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH e, p
ORDER BY e.id, p.id
WITH e, collect(DISTINCT p.id) AS papers
RETURN e.id AS id, e.name AS name, e.aliases AS aliases, papers AS papers
ORDER BY id
