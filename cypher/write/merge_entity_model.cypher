// merge_entity_model: bring a batch of :Entity:Model to these rows
// params: rows LIST of {id STRING, firstSeenAt STRING or null, properties MAP; null removes a property}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n:Model
SET n += row.properties
SET n.firstSeenAt = date(row.firstSeenAt)
