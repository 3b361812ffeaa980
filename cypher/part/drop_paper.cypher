// drop_paper: delete :Paper nodes that nothing links
// params: rows LIST of {id STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})
WHERE NOT EXISTS { (n)--() }
DELETE n
