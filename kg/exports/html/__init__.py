"""The graph as one page for readers: template, style and scripts in `assets/`, drawn by Cytoscape.js."""

from __future__ import annotations
