"""What Neo4j Browser takes: a style, saved scripts, a guide, and the address of a first question."""

from __future__ import annotations

from kg.browser.address import browser_address, browser_page
from kg.browser.examples import examples
from kg.browser.files import GUIDE, SCRIPTS, STYLE, write_files
from kg.browser.serving import served_page

__all__ = [
    "GUIDE",
    "SCRIPTS",
    "STYLE",
    "browser_address",
    "browser_page",
    "examples",
    "served_page",
    "write_files",
]
