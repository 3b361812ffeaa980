// some_author: the :Author nodes of papers, or those named
// params: papers LIST
// returns: id STRING, name STRING
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (:Paper {id: paper})-[:WRITTEN_BY]->(n:Author)
RETURN DISTINCT n.id AS id,
  n.`name` AS `name`
ORDER BY id
