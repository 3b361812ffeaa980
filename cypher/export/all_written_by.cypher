// all_written_by: every WRITTEN_BY with its properties
// params: none
// returns: source STRING, target STRING, position INTEGER
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Paper)-[r:WRITTEN_BY]->(b:Author)
RETURN a.id AS source,
  b.id AS target,
  r.`position` AS `position`
ORDER BY source, target
