// sizes: how many nodes and relationships there are beside kg's own note
// params: none
// returns: nodes INTEGER, relationships INTEGER
// access: read
// order: none; one row
MATCH (n)
WHERE NOT n:KgLoad
WITH count(n) AS nodes
OPTIONAL MATCH ()-[r]->()
RETURN nodes AS nodes, count(r) AS relationships
