// drop_compares_with: delete a batch of COMPARES_WITH
// params: rows LIST of {source STRING, target STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})-[r:COMPARES_WITH]->(b:Entity {id: row.target})
DELETE r
