// retire: mark a batch of nodes that are gone from kg and that others use
// params: rows LIST of {element STRING, id STRING or null}, owners LIST, workspace STRING
// returns: retired INTEGER
// access: write
// order: none
UNWIND $rows AS row
MATCH (n)
WHERE elementId(n) = row.element AND n.loadedBy IN $owners
  AND coalesce(n.id, '') = coalesce(row.id, '')
SET n.retired = true, n.loadedBy = $workspace
RETURN count(n) AS retired
