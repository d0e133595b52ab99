"""The one place that knows where `cypher/`, `schemas/` and the sample are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Return the folder `cypher` or `schemas`, from the installed package or from the checkout.

    A wheel carries both below `kg/_data`; in a checkout they stand beside the package.

    Raises:
        FileNotFoundError: If neither place has the folder: the installation is broken.

    Example:
        >>> resource_dir("schemas").joinpath("graph.toml").is_file()
        True
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"kg was installed without its folder {name!r}; install it again")


def sample_path() -> Path:
    """Return the bundled sample of papers, as JSON Lines.

    Example:
        >>> sample_path().name
        'sample.jsonl'
    """
    return _PACKAGE / "data" / "sample.jsonl"
