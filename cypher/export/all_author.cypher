// all_author: every :Author with its properties
// params: none
// returns: id STRING, name STRING
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (n:Author)
RETURN n.id AS id,
  n.`name` AS `name`
ORDER BY id
