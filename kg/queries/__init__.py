"""The catalogue of queries in `cypher/read/`: each a file that runs as it stands in Neo4j Browser."""

from __future__ import annotations

from kg.queries.bind import bind, parse_value, plain_words
from kg.queries.catalogue import Parameter, Query, load_queries, load_query, parse_query

__all__ = ["Parameter", "Query", "bind", "load_queries", "load_query", "parse_query", "parse_value", "plain_words"]
