// drop_based_on: delete a batch of BASED_ON
// params: rows LIST of {source STRING, target STRING, key STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Entity {id: row.source})-[r:BASED_ON {key: row.key}]->(b:Entity {id: row.target})
DELETE r
