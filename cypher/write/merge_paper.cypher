// merge_paper: bring a batch of :Paper to these rows
// params: rows LIST of {id STRING, publishedAt STRING or null, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:Paper {id: row.id})
SET n += row.properties
SET n.publishedAt = date(row.publishedAt)
