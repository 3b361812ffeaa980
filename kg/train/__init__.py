"""Training of the reader's weights; the only place for torch."""
