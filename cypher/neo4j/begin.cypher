// begin: from here on readers are warned
// params: id STRING, run STRING, replaces LIST, schemaVersion INTEGER, kgVersion STRING, written LIST
// returns: held INTEGER
// access: write
// order: none
MATCH (k:KgLoad {id: $id, run: $run})
SET k.state = 'loading', k.startedAt = toString(datetime()), k.finishedAt = null,
  k.heartbeatAt = datetime(), k.replaces = $replaces, k.schemaVersion = $schemaVersion,
  k.kgVersion = $kgVersion, k.written = $written
WITH count(k) AS held
CALL {
  MATCH (other:KgLoad)
  WHERE other.workspace IN $replaces
  DELETE other
}
RETURN held AS held
