// stats_papers: how many papers have a date, a repository or page of theirs, results
// params: none
// returns: dated INTEGER, withRepository INTEGER, withResults INTEGER
// access: read
// order: one row, or none without papers
MATCH (p:Paper)
WITH CASE WHEN p.publishedAt IS NULL THEN 0 ELSE 1 END AS d,
  CASE WHEN EXISTS { MATCH (p)-[:HAS_REPO]->(:Entity) } THEN 1 ELSE 0 END AS c,
  CASE WHEN EXISTS { MATCH (p)-[:REPORTS]->(:Result) } THEN 1 ELSE 0 END AS r
RETURN sum(d) AS dated, sum(c) AS withRepository, sum(r) AS withResults
