// release: let go of the load without calling it complete
// params: id STRING, run STRING
// returns: nothing
// access: write
// order: none
MATCH (k:KgLoad {id: $id, run: $run})
SET k.run = null, k.heartbeatAt = null
