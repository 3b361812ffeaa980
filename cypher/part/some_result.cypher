// some_result: some of the :Result nodes
// params: papers LIST
// returns: id STRING, name STRING, value FLOAT, unit STRING or null, kind STRING, source STRING, sentence STRING or null, start INTEGER or null, end INTEGER or null, confidence FLOAT or null
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (:Paper {id: paper})-[:REPORTS]->(n:Result)
RETURN DISTINCT n.id AS id,
  n.`name` AS `name`,
  n.`value` AS `value`,
  n.`unit` AS `unit`,
  n.`kind` AS `kind`,
  n.`source` AS `source`,
  n.`sentence` AS `sentence`,
  n.`start` AS `start`,
  n.`end` AS `end`,
  n.`confidence` AS `confidence`
ORDER BY id
