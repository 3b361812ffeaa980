// some_measured_by: some of the MEASURED_BY
// params: papers LIST
// returns: source STRING, target STRING
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (:Paper {id: paper})-[:REPORTS]->(a:Result)-[r:MEASURED_BY]->(b:Entity)
RETURN DISTINCT a.id AS source,
  b.id AS target
ORDER BY source, target
