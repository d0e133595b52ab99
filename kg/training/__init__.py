"""Annotated papers, and what is made from them."""

from __future__ import annotations
