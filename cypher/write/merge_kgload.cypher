// merge_kgload: bring a batch of :KgLoad to these rows
// params: rows LIST of {id STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:KgLoad {id: row.id})
SET n += row.properties
