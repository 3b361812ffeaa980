// drop_of: delete a batch of OF
// params: rows LIST of {source STRING, target STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Result {id: row.source})-[r:OF]->(b:Entity {id: row.target})
DELETE r
