// merge_of: bring a batch of OF to these rows
// params: rows LIST of {source STRING, target STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Result {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:OF]->(b)
SET r += row.properties
