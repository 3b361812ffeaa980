// drop_benchmark_for: delete a batch of BENCHMARK_FOR
// params: rows LIST of {source STRING, target STRING, key STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Entity {id: row.source})-[r:BENCHMARK_FOR {key: row.key}]->(b:Entity {id: row.target})
DELETE r
