// unlabel: take the types off entities that change theirs; the merge then sets the new one
// params: ids LIST
// returns: nothing
// access: write
// order: none
UNWIND $ids AS id
MATCH (n:Entity {id: id})
REMOVE n:Model:Method:Benchmark:Dataset:Metric:Task:Repo
