// await_indexes: wait until new indexes answer, five minutes at most
// params: none
// returns: nothing
// access: read
// order: none
CALL db.awaitIndexes(300)
