// entity_names: every entity's name and its others, to find the nearest one
// params: none
// returns: id STRING, name STRING, aliases LIST or null, paperCount INTEGER
// access: read
// order: id
MATCH (e:Entity)
RETURN e.id AS id, e.name AS name, e.aliases AS aliases, coalesce(e.paperCount, 0) AS paperCount
ORDER BY id
