// find_entities: entities by id or by a folded form of name or alias
// params: ids LIST of STRING, keys LIST of STRING
// returns: id STRING, name STRING, paperCount INTEGER
// access: read
// order: paperCount, most first, then id
MATCH (e:Entity)
WHERE e.id IN $ids OR any(key IN coalesce(e.lookup, []) WHERE key IN $keys)
RETURN e.id AS id, e.name AS name, coalesce(e.paperCount, 0) AS paperCount
ORDER BY paperCount DESC, id
