// merge_author: bring a batch of :Author to these rows
// params: rows LIST of {id STRING, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:Author {id: row.id})
SET n += row.properties
