// stats_relationships: how many relationships of each type
// params: none
// returns: name STRING, amount INTEGER
// access: read
// order: name; what is not there is left out
MATCH (a)-[r]->(b)
RETURN type(r) AS name, count(r) AS amount
ORDER BY name
