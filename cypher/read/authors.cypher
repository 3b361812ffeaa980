// authors: author names that contain a text
// params: text STRING
// returns: id STRING, name STRING, paperCount INTEGER
// access: read
// order: papers, most first, then id
MATCH (a:Author)
WHERE toLower(a.name) CONTAINS $text OR a.id = $text
OPTIONAL MATCH (a)<-[:WRITTEN_BY]-(p:Paper)
WITH a, count(p) AS papers
RETURN a.id AS id, a.name AS name, papers AS paperCount
ORDER BY paperCount DESC, id
