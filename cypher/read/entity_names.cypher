// entity_names: every entity's name, to find the nearest one
// params: none
// returns: id STRING, name STRING, paperCount INTEGER
// access: read
// order: id
MATCH (e:Entity)
RETURN e.id AS id, e.name AS name, coalesce(e.paperCount, 0) AS paperCount
ORDER BY id
