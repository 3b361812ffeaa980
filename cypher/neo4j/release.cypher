// release: let go of the load without calling it complete; one that wrote nothing leaves nothing
// params: id STRING, run STRING
// returns: nothing
// access: write
// order: none
MATCH (k:KgLoad {id: $id, run: $run})
SET k.heartbeatAt = null
WITH k
WHERE k.startedAt IS NULL
DELETE k
