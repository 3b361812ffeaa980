// delete_nodes: a batch of nodes that kg wrote, that are gone and that nobody has linked
// params: rows LIST of {element STRING, id STRING or null}, owners LIST
// returns: nothing
// access: write
// order: none; an element id may be used again, so what it means is checked
UNWIND $rows AS row
MATCH (n)
WHERE elementId(n) = row.element AND n.loadedBy IN $owners
  AND coalesce(n.id, '') = coalesce(row.id, '') AND NOT EXISTS { (n)--() }
DELETE n
