// relationships: every relationship that kg wrote or would meet by its type, in one list a start node
// params: owners LIST, types LIST
// returns: source STRING or null, links LIST of {element STRING, type STRING, target STRING or null, properties MAP} as lists
// access: read
// order: none; the reader compares by ends and key
MATCH (a)
WITH a, [(a)-[r]->(b) WHERE r.loadedBy IN $owners OR type(r) IN $types |
  [elementId(r), type(r), b.id, properties(r)]] AS links
WHERE size(links) > 0
RETURN a.id AS source, links AS links
