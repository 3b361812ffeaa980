// longer_names: entities of a type whose name contains a name, itself included, with their papers
// params: kind STRING, name STRING, minConfidence FLOAT
// returns: id STRING, name STRING, papers LIST of STRING
// access: read
// order: id; kind is the start of ids, name is in lower case, without blanks and hyphens; Python keeps whole words
MATCH (e:Entity)
WHERE e.id STARTS WITH $kind
  AND replace(replace(toLower(e.name), ' ', ''), '-', '') CONTAINS $name
OPTIONAL MATCH (e)<-[r]-(p:Paper)
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH e, p
ORDER BY e.id, p.id
WITH e, collect(DISTINCT p.id) AS papers
RETURN e.id AS id, e.name AS name, papers AS papers
ORDER BY id
