"""The libraries that only training needs: the extra `train`."""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import KgError

NEEDED = ("torch", "onnx", "safetensors")


def require_training(needed: tuple[str, ...] = NEEDED) -> None:
    """Make sure that training can begin.

    Raises:
        KgError: If a library is missing.
    """
    if missing := [name for name in needed if find_spec(name) is None]:
        raise KgError(
            f"Training needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed.",
            hint="Run: pip install 'kg[train]'",
        )
