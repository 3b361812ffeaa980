// entity: one entity with its properties
// params: entity STRING
// returns: id STRING, name STRING, aliases LIST, paperCount INTEGER, firstSeen STRING or null, family STRING or null, version STRING or null, size STRING or null, variant STRING or null, usualMetric STRING or null, unit STRING or null, higherIsBetter BOOLEAN or null, url STRING or null, host STRING or null
// access: read
// order: id
MATCH (e:Entity {id: $entity})
RETURN e.id AS id, e.name AS name, coalesce(e.aliases, []) AS aliases, coalesce(e.paperCount, 0) AS paperCount,
  left(toString(e.firstSeenAt), CASE e.firstSeenPrecision WHEN 'year' THEN 4 ELSE 7 END) AS firstSeen, e.family AS family, e.version AS version,
  e.size AS size, e.variant AS variant, e.usualMetric AS usualMetric, e.unit AS unit,
  e.higherIsBetter AS higherIsBetter, e.url AS url, e.host AS host
ORDER BY id
