// some_based_on: some of the BASED_ON
// params: papers LIST, nodes LIST
// returns: source STRING, target STRING, sentence STRING or null, start INTEGER or null, end INTEGER or null, confidence FLOAT or null, key STRING, paper STRING or null, derived BOOLEAN or null, rule STRING or null
// access: read
// order: source, target, key; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Entity)-[r:BASED_ON]->(b:Entity)
WHERE r.paper IN $papers OR (r.derived AND a.id IN $nodes)
RETURN a.id AS source,
  b.id AS target,
  r.`sentence` AS `sentence`,
  r.`start` AS `start`,
  r.`end` AS `end`,
  r.`confidence` AS `confidence`,
  r.`key` AS `key`,
  r.`paper` AS `paper`,
  r.`derived` AS `derived`,
  r.`rule` AS `rule`
ORDER BY source, target, key
