// merge_result: bring a batch of :Result to these rows
// params: rows LIST of {id STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:Result {id: row.id})
SET n += row.properties
