"""Pages to look at: the explorer, boards, entities, papers, and the local server."""
