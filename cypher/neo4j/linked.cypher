// linked: which of these nodes others have linked
// params: elements LIST, owners LIST
// returns: element STRING
// access: read
// order: none
UNWIND $elements AS element
MATCH (n)
WHERE elementId(n) = element AND EXISTS {
  MATCH (n)-[r]-()
  WHERE r.loadedBy IS NULL OR NOT r.loadedBy IN $owners
}
RETURN element AS element
