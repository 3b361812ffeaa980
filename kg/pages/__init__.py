"""Pages to look at: explorer, entity pages, leaderboards."""
