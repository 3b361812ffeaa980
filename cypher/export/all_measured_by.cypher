// all_measured_by: every MEASURED_BY with its properties
// params: none
// returns: source STRING, target STRING
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Result)-[r:MEASURED_BY]->(b:Entity)
RETURN a.id AS source,
  b.id AS target
ORDER BY source, target
