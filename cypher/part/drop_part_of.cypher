// drop_part_of: delete a batch of PART_OF
// params: rows LIST of {source STRING, target STRING, key STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Entity {id: row.source})-[r:PART_OF {key: row.key}]->(b:Entity {id: row.target})
DELETE r
