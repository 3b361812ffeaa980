// loads: what every workspace loaded, and when a load in progress was last heard of
// params: none
// returns: id STRING, workspace STRING, state STRING, run STRING or null, silence FLOAT or null, beats STRING or null, schemaVersion INTEGER or null, kgVersion STRING or null, replaces LIST or null, written LIST or null
// access: read
// order: id
MATCH (k:KgLoad)
WHERE k.id <> 'load:lock'
RETURN k.id AS id, k.workspace AS workspace, k.state AS state, k.run AS run,
  duration.inSeconds(k.heartbeatAt, datetime()).milliseconds / 1000.0 AS silence,
  toString(k.heartbeatAt) AS beats, k.schemaVersion AS schemaVersion, k.kgVersion AS kgVersion,
  k.replaces AS replaces, k.written AS written
ORDER BY id
