// merge_mentions: bring a batch of MENTIONS to these rows
// params: rows LIST of {source STRING, target STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:MENTIONS]->(b)
SET r += row.properties
