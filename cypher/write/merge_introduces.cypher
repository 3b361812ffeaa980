// merge_introduces: bring a batch of INTRODUCES to these rows
// params: rows LIST of {source STRING, target STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:INTRODUCES]->(b)
SET r += row.properties
