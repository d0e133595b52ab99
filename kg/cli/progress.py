"""Progress on stderr, for people only: silent where stderr is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline.report import OnProgress, Progress


@contextmanager
def shown_progress() -> Iterator[OnProgress]:
    """Give a function that shows how far a step is."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.SpinnerColumn(),
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, bars.TaskID] = {}

        def on_progress(state: Progress) -> None:
            if state.step not in tasks:
                tasks[state.step] = shown.add_task(state.step, total=state.total)
            shown.update(tasks[state.step], completed=state.done, total=state.total)

        yield on_progress
