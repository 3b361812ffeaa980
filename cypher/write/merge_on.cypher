// merge_on: bring a batch of ON to these rows
// params: rows LIST of {source STRING, target STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Result {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:ON]->(b)
SET r += row.properties
