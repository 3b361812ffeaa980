// all_reports: every REPORTS with its properties
// params: none
// returns: source STRING, target STRING
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Paper)-[r:REPORTS]->(b:Result)
RETURN a.id AS source,
  b.id AS target
ORDER BY source, target
