"""The whole graph in the formats that other tools read, streamed, sorted, the same bytes every time."""

from __future__ import annotations

from kg.exports.formats import EXPORTERS, Exporter, export_graph

__all__ = ["EXPORTERS", "Exporter", "export_graph"]
