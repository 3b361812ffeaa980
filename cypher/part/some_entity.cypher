// some_entity: some of the :Entity nodes
// params: nodes LIST
// returns: id STRING, extraLabel STRING, name STRING, aliases LIST or null, lookup LIST or null, paperCount INTEGER or null, firstSeenAt STRING or null, firstSeenPrecision STRING or null, family STRING or null, version STRING or null, size STRING or null, variant STRING or null, usualMetric STRING or null, unit STRING or null, higherIsBetter BOOLEAN or null, url STRING or null, host STRING or null
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $nodes AS node
MATCH (n:Entity {id: node})
RETURN DISTINCT n.id AS id,
  [l IN labels(n) WHERE l IN ['Model', 'Method', 'Benchmark', 'Dataset', 'Metric', 'Task', 'Repo']][0] AS extraLabel,
  n.`name` AS `name`,
  n.`aliases` AS `aliases`,
  n.`lookup` AS `lookup`,
  n.`paperCount` AS `paperCount`,
  toString(n.`firstSeenAt`) AS `firstSeenAt`,
  n.`firstSeenPrecision` AS `firstSeenPrecision`,
  n.`family` AS `family`,
  n.`version` AS `version`,
  n.`size` AS `size`,
  n.`variant` AS `variant`,
  n.`usualMetric` AS `usualMetric`,
  n.`unit` AS `unit`,
  n.`higherIsBetter` AS `higherIsBetter`,
  n.`url` AS `url`,
  n.`host` AS `host`
ORDER BY id
