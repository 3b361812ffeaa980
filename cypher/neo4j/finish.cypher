// finish: the graph is complete
// params: id STRING, run STRING, revision INTEGER, nodes INTEGER, relationships INTEGER, schemaVersion INTEGER, kgVersion STRING, written LIST
// returns: held INTEGER
// access: write
// order: none
MATCH (k:KgLoad {id: $id, run: $run})
SET k.state = 'complete', k.revision = $revision, k.nodes = $nodes,
  k.relationships = $relationships, k.finishedAt = toString(datetime()),
  k.startedAt = coalesce(k.startedAt, toString(datetime())), k.schemaVersion = $schemaVersion,
  k.kgVersion = $kgVersion, k.written = $written, k.heartbeatAt = null, k.replaces = null
RETURN count(k) AS held
