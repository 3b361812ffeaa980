// drop_author: delete :Author nodes that nothing links
// params: rows LIST of {id STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (n:Author {id: row.id})
WHERE NOT EXISTS { (n)--() }
DELETE n
