// some_reports: some of the REPORTS
// params: papers LIST
// returns: source STRING, target STRING
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (a:Paper {id: paper})-[r:REPORTS]->(b:Result)
RETURN DISTINCT a.id AS source,
  b.id AS target
ORDER BY source, target
