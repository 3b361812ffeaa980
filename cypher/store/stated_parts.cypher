// stated_parts: what papers other than these say to be a part of what, of these nodes
// params: nodes LIST of STRING, papers LIST of STRING
// returns: source STRING, target STRING
// access: read
// order: source, target
MATCH (a:Entity)-[r:PART_OF]->(b:Entity)
WHERE a.id IN $nodes AND r.paper IS NOT NULL AND NOT r.paper IN $papers
RETURN DISTINCT a.id AS source, b.id AS target
ORDER BY source, target
