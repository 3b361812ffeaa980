// some_written_by: some of the WRITTEN_BY
// params: papers LIST
// returns: source STRING, target STRING, position INTEGER
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (a:Paper {id: paper})-[r:WRITTEN_BY]->(b:Author)
RETURN DISTINCT a.id AS source,
  b.id AS target,
  r.`position` AS `position`
ORDER BY source, target
