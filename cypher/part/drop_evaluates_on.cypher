// drop_evaluates_on: delete a batch of EVALUATES_ON
// params: rows LIST of {source STRING, target STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})-[r:EVALUATES_ON]->(b:Entity {id: row.target})
DELETE r
