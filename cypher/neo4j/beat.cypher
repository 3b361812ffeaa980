// beat: prove in a batch's own transaction that this run still holds the load
// params: id STRING, run STRING
// returns: held INTEGER
// access: write
// order: none
MATCH (k:KgLoad {id: $id, run: $run})
SET k.heartbeatAt = datetime()
RETURN count(k) AS held
