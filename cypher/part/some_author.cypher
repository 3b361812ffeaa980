// some_author: some of the :Author nodes
// params: authors LIST
// returns: id STRING, name STRING
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $authors AS author
MATCH (n:Author {id: author})
RETURN DISTINCT n.id AS id,
  n.`name` AS `name`
ORDER BY id
