"""A knowledge-graph builder for news, Chinese first."""

__version__ = "0.1.0"
