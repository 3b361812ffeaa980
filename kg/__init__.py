"""A knowledge graph of machine-learning papers, with the sentence that proves each fact."""

__version__ = "0.1.0"
