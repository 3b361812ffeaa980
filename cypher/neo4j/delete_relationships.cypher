// delete_relationships: a batch of relationships that kg wrote and that are gone
// params: rows LIST of {element STRING, type STRING, source STRING or null, target STRING or null}, owners LIST
// returns: nothing
// access: write
// order: none; an element id may be used again, so what it means is checked
UNWIND $rows AS row
MATCH (a)-[r]->(b)
WHERE elementId(r) = row.element AND r.loadedBy IN $owners AND type(r) = row.type
  AND coalesce(a.id, '') = coalesce(row.source, '') AND coalesce(b.id, '') = coalesce(row.target, '')
DELETE r
