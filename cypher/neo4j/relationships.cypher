// relationships: every relationship that kg wrote or would meet by its type
// params: owners LIST, types LIST
// returns: element STRING, type STRING, source STRING or null, target STRING or null, properties MAP
// access: read
// order: none; the reader compares by ends and key
MATCH (a)-[r]->(b)
WHERE r.loadedBy IN $owners OR type(r) IN $types
RETURN elementId(r) AS element, type(r) AS type, a.id AS source, b.id AS target,
  properties(r) AS properties
