// drop_has_repo: delete a batch of HAS_REPO
// params: rows LIST of {source STRING, target STRING}
// returns: nothing
// access: write
// order: none; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $rows AS row
MATCH (a:Paper {id: row.source})-[r:HAS_REPO]->(b:Entity {id: row.target})
DELETE r
