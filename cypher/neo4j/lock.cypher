// lock: let one load at a time decide whether it may begin; the unique id makes others wait
// params: none
// returns: nothing
// access: write
// order: none
MERGE (k:KgLoad {id: 'load:lock'})
SET k.name = 'load:lock'
