"""From the mentions of one paper to the entities of the graph: keys, names, aliases, and the guard between them."""

from __future__ import annotations
