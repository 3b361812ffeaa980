// unlock: take the lock away again, in the transaction that took it
// params: none
// returns: nothing
// access: write
// order: none
MATCH (k:KgLoad {id: 'load:lock'})
DELETE k
