// search: candidates for words: entities by name or alias
// params: text STRING, words LIST of STRING, prefix STRING, minConfidence FLOAT
// returns: id STRING, name STRING, aliases LIST or null, paperCount INTEGER or null
// access: read
// order: id; Python ranks; a name that no paper gives that surely is left out
CALL {
  UNWIND ['entity_name', 'entity_aliases'] AS index
  CALL db.index.fulltext.queryNodes(index, $text) YIELD node, score
  WITH node
  WHERE all(word IN $words WHERE toLower(node.name) CONTAINS word
    OR any(form IN coalesce(node.aliases, []) WHERE toLower(form) CONTAINS word))
  RETURN node.id AS id
  UNION
  MATCH (node:Entity)
  WHERE any(key IN coalesce(node.lookup, []) WHERE key STARTS WITH $prefix)
  RETURN node.id AS id
}
MATCH (e:Entity {id: id})
OPTIONAL MATCH (e)<-[r]-(p:Paper)
WHERE coalesce(r.confidence, 1.0) >= $minConfidence
WITH e, count(DISTINCT p) AS papers
WHERE papers > 0 OR $minConfidence = 0.0
RETURN e.id AS id, e.name AS name, e.aliases AS aliases,
  CASE WHEN $minConfidence = 0.0 THEN e.paperCount ELSE papers END AS paperCount
ORDER BY id
