// all_has_repo: every HAS_REPO with its properties
// params: none
// returns: source STRING, target STRING, sentence STRING or null, start INTEGER or null, end INTEGER or null, confidence FLOAT or null, as STRING or null, origin STRING or null
// access: read
// order: source, target; generated from schema/graph.yaml by: python -m kg.schema --write
MATCH (a:Paper)-[r:HAS_REPO]->(b:Entity)
RETURN a.id AS source,
  b.id AS target,
  r.`sentence` AS `sentence`,
  r.`start` AS `start`,
  r.`end` AS `end`,
  r.`confidence` AS `confidence`,
  r.`as` AS `as`,
  r.`origin` AS `origin`
ORDER BY source, target
