"""Bigan's indexer: reads reports, understands them, keeps and searches the index."""

__version__ = "0.5.0"
