"""From resolved annotations to nodes and edges; pure."""

from __future__ import annotations
