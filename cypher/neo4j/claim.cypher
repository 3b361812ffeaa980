// claim: say that this run loads now; a new :KgLoad starts out as loading
// params: id STRING, workspace STRING, run STRING, schemaVersion INTEGER, kgVersion STRING
// returns: nothing
// access: write
// order: none
MERGE (k:KgLoad {id: $id})
ON CREATE SET k.name = $id, k.workspace = $workspace, k.state = 'loading', k.revision = 0,
  k.nodes = 0, k.relationships = 0, k.schemaVersion = $schemaVersion, k.kgVersion = $kgVersion
SET k.run = $run, k.heartbeatAt = datetime()
