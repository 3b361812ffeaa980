// stats: how many nodes of each label
// params: none
// returns: name STRING, amount INTEGER
// access: read
// order: name; what is not there is left out
MATCH (n)
UNWIND labels(n) AS label
RETURN label AS name, count(n) AS amount
ORDER BY name
