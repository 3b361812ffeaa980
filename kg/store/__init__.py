"""Stores: the embedded graph and Neo4j behind one protocol."""
