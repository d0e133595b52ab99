"""The command line: each command opens, calls one function of the library, and shows what comes back."""

from __future__ import annotations
