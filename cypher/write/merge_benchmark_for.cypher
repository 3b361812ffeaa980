// merge_benchmark_for: bring a batch of BENCHMARK_FOR to these rows
// params: rows LIST of {source STRING, target STRING, key STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:BENCHMARK_FOR {key: row.key}]->(b)
SET r += row.properties
