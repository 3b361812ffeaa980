// drop_written_by: delete a batch of WRITTEN_BY
// params: rows LIST of {source STRING, target STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})-[r:WRITTEN_BY]->(b:Author {id: row.target})
DELETE r
