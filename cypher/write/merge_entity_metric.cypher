// merge_entity_metric: bring a batch of :Entity:Metric to these rows
// params: rows LIST of {id STRING, firstSeenAt STRING or null, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n:Metric
SET n += row.properties
SET n.firstSeenAt = date(row.firstSeenAt)
