// papers: papers by what they name, who wrote them, when, and whether they release code: each list is empty where that does not matter, else a paper has to name one of it
// params: tasks LIST of STRING, methods LIST of STRING, benchmarks LIST of STRING, author STRING or null, year INTEGER or null, since STRING or null, undated BOOLEAN, codeHosts LIST of STRING, minConfidence FLOAT, limit INTEGER
// returns: paper STRING, title STRING, published STRING or null, url STRING or null, relation STRING or null, entity STRING or null, sentence STRING or null, repos LIST, every INTEGER
// access: read
// order: publishedAt, newest first, undated last, then paper; every says how many fit, the limit apart
CALL {
  MATCH (p:Paper)
  WHERE size($tasks) = 0 AND size($methods) = 0 AND size($benchmarks) = 0
  RETURN p AS p
  UNION
  UNWIND $tasks + $methods + $benchmarks AS one
  MATCH (:Entity {id: one})<--(p:Paper)
  RETURN p AS p
}
WITH p
WHERE ($year IS NULL OR p.year = $year) AND (p.publishedAt IS NULL OR NOT $undated)
// A month alone may lie on either side of a day in it: it counts, as does a year.
WITH p, CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END AS known
WHERE $since IS NULL OR left(toString(p.publishedAt), known) >= left($since, known)
WITH p
WHERE $author IS NULL OR EXISTS { MATCH (p)-[:WRITTEN_BY]->(a:Author) WHERE a.id = $author }
// Neither a data set nor a list of papers (awesome-…) is code; many a university hosts its own git.
WITH p
WHERE size($codeHosts) = 0 OR EXISTS {
  MATCH (p)-[has:HAS_REPO]->(repo:Entity)
  WHERE coalesce(has.confidence, 1.0) >= $minConfidence
    AND NOT toLower(repo.url) =~ '.*/awesome([-_.][^/]*)?' AND NOT repo.url CONTAINS '/datasets/'
    AND (repo.host STARTS WITH 'git.' OR repo.host STARTS WITH 'gitlab.'
      OR any(host IN $codeHosts WHERE repo.host = host OR repo.host ENDS WITH '.' + host))
}
OPTIONAL MATCH (p)-[r]->(e:Entity)
WHERE e.id IN $tasks + $methods + $benchmarks AND coalesce(r.confidence, 1.0) >= $minConfidence
WITH p, count(CASE WHEN e.id IN $tasks THEN e.id END) AS onTask,
  count(CASE WHEN e.id IN $methods THEN e.id END) AS byMethod,
  count(CASE WHEN e.id IN $benchmarks THEN e.id END) AS onBoard
WHERE (onTask > 0 OR size($tasks) = 0) AND (byMethod > 0 OR size($methods) = 0)
  AND (onBoard > 0 OR size($benchmarks) = 0)
WITH p
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, p.id
WITH collect(p.id) AS fitting
WITH size(fitting) AS every, fitting[..$limit] AS shown
UNWIND shown AS id
MATCH (p:Paper {id: id})
OPTIONAL MATCH (p)-[r]->(e:Entity)
WHERE e.id IN $tasks + $methods + $benchmarks AND coalesce(r.confidence, 1.0) >= $minConfidence
WITH every, p, r, e
ORDER BY p.id, CASE type(r) WHEN 'MENTIONS' THEN 1 ELSE 0 END, e.id, type(r)
WITH every, p, collect(type(r))[0] AS relation, collect(e.name)[0] AS entity,
  collect(r.sentence)[0] AS sentence
OPTIONAL MATCH (p)-[has:HAS_REPO]->(repo:Entity)
WHERE coalesce(has.confidence, 1.0) >= $minConfidence
WITH every, p, relation, entity, sentence, repo
ORDER BY p.id, repo.id
WITH every, p, relation, entity, sentence, collect(repo.url) AS repos
RETURN p.id AS paper, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  p.url AS url, relation AS relation, entity AS entity, sentence AS sentence, repos AS repos,
  every AS every
ORDER BY p.publishedAt IS NULL, p.publishedAt DESC, paper
