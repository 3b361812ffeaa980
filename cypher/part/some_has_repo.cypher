// some_has_repo: some of the HAS_REPO
// params: papers LIST
// returns: source STRING, target STRING, sentence STRING or null, start INTEGER or null, end INTEGER or null, confidence FLOAT or null, as STRING or null, origin STRING or null
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (a:Paper {id: paper})-[r:HAS_REPO]->(b:Entity)
RETURN DISTINCT a.id AS source,
  b.id AS target,
  r.`sentence` AS `sentence`,
  r.`start` AS `start`,
  r.`end` AS `end`,
  r.`confidence` AS `confidence`,
  r.`as` AS `as`,
  r.`origin` AS `origin`
ORDER BY source, target
