// nodes: every node that kg wrote or would meet by its labels
// params: owners LIST, labels LIST
// returns: element STRING, labels LIST, properties MAP
// access: read
// order: none; the reader compares by id
MATCH (n)
WHERE (n.loadedBy IN $owners OR any(label IN labels(n) WHERE label IN $labels)) AND NOT n:KgLoad
RETURN elementId(n) AS element, labels(n) AS labels, properties(n) AS properties
