// search_papers: candidates for words: papers by title or abstract
// params: text STRING, words LIST of STRING
// returns: id STRING, title STRING, published STRING or null, abstract STRING
// access: read
// order: id; Python ranks
CALL {
  UNWIND ['paper_title', 'paper_abstract'] AS index
  CALL db.index.fulltext.queryNodes(index, $text) YIELD node, score
  RETURN DISTINCT node.id AS id
}
MATCH (p:Paper {id: id})
WITH DISTINCT p
WHERE all(word IN $words WHERE toLower(p.title + ' ' + p.abstract) CONTAINS word)
RETURN p.id AS id, p.title AS title,
  left(toString(p.publishedAt), CASE p.datePrecision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published,
  p.abstract AS abstract
ORDER BY id
