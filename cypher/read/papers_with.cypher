// papers_with: papers with a name in title or abstract
// params: longest STRING, shortest STRING, exact STRING, pattern STRING
// returns: paper STRING
// access: read
// order: paper; the pattern is the costliest to try: all that fits it has two words of the name, in lower case, and what is exact
MATCH (p:Paper)
WHERE toLower(p.title + ' ' + p.abstract) CONTAINS $longest
  AND toLower(p.title + ' ' + p.abstract) CONTAINS $shortest
WITH p
WHERE p.title CONTAINS $exact OR p.abstract CONTAINS $exact
WITH p
WHERE p.title =~ $pattern OR p.abstract =~ $pattern
RETURN p.id AS paper
ORDER BY paper
