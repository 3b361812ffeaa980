// generated from schema/graph.yaml by: python -m kg.schema --write
CREATE CONSTRAINT paper_id IF NOT EXISTS FOR (n:Paper) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT author_id IF NOT EXISTS FOR (n:Author) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT result_id IF NOT EXISTS FOR (n:Result) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT kgload_id IF NOT EXISTS FOR (n:KgLoad) REQUIRE n.id IS UNIQUE;
CREATE INDEX paper_published IF NOT EXISTS FOR (n:Paper) ON (n.publishedAt);
CREATE FULLTEXT INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON EACH [n.name];
CREATE FULLTEXT INDEX entity_aliases IF NOT EXISTS FOR (n:Entity) ON EACH [n.aliases];
CREATE FULLTEXT INDEX paper_title IF NOT EXISTS FOR (n:Paper) ON EACH [n.title];
CREATE FULLTEXT INDEX paper_abstract IF NOT EXISTS FOR (n:Paper) ON EACH [n.abstract];
