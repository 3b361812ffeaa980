// usual_metrics: what numbers on benchmarks mean where their text names no metric
// params: benchmarks LIST of STRING
// returns: id STRING, usualMetric STRING, unit STRING or null, higherIsBetter BOOLEAN or null
// access: read
// order: id
UNWIND $benchmarks AS benchmark
MATCH (b:Entity {id: benchmark})
WITH b
WHERE b.usualMetric IS NOT NULL
RETURN b.id AS id, b.usualMetric AS usualMetric, b.unit AS unit, b.higherIsBetter AS higherIsBetter
ORDER BY id
