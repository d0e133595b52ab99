"""The records that travel between the parts of `kg`: frozen, slotted, and free of any library's objects."""

from __future__ import annotations
