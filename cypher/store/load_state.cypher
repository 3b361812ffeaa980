// load_state: what kg last wrote here
// params: none
// returns: workspace STRING, revision INTEGER, state STRING, kgVersion STRING, schemaVersion INTEGER, nodes INTEGER, relationships INTEGER
// access: read
// order: id
MATCH (n:KgLoad)
RETURN n.workspace AS workspace, n.revision AS revision, n.state AS state, n.kgVersion AS kgVersion,
  n.schemaVersion AS schemaVersion, n.nodes AS nodes, n.relationships AS relationships
ORDER BY n.id
