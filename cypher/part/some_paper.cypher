// some_paper: some of the :Paper nodes
// params: papers LIST
// returns: id STRING, name STRING, title STRING, abstract STRING, publishedAt STRING or null, datePrecision STRING or null, year INTEGER or null, url STRING or null, categories LIST or null, otherIds LIST or null
// access: read
// order: id; generated from schema/graph.yaml by: python -m kg.schema --write
UNWIND $papers AS paper
MATCH (n:Paper {id: paper})
RETURN DISTINCT n.id AS id,
  n.`name` AS `name`,
  n.`title` AS `title`,
  n.`abstract` AS `abstract`,
  toString(n.`publishedAt`) AS `publishedAt`,
  n.`datePrecision` AS `datePrecision`,
  n.`year` AS `year`,
  n.`url` AS `url`,
  n.`categories` AS `categories`,
  n.`otherIds` AS `otherIds`
ORDER BY id
