// drop_outperforms: delete a batch of OUTPERFORMS
// params: rows LIST of {source STRING, target STRING, key STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Entity {id: row.source})-[r:OUTPERFORMS {key: row.key}]->(b:Entity {id: row.target})
DELETE r
