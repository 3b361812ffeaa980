// all_versus: every VERSUS with its properties
// params: none
// returns: source STRING, target STRING
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Result)-[r:VERSUS]->(b:Entity)
RETURN a.id AS source,
  b.id AS target
ORDER BY source, target
