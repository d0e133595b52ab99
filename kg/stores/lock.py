"""One process at a time: a lock on a folder that goes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from kg.errors import StoreLockedError

if TYPE_CHECKING:
    from pathlib import Path

_HELD: set[int] = set()


class FolderLock:
    """A lock on a folder's file `lock`, which names the process that holds it.

    Raises:
        StoreLockedError: If it is held, by this process or by another.
    """

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 32).decode("ascii", "replace").strip()
            os.close(self._file)
            raise StoreLockedError(_held_by(folder, holder), hint="Close it there first.") from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)
        _HELD.add(self._file)

    def release(self) -> None:
        """Let go; may be called twice."""
        if self._file in _HELD:
            _HELD.remove(self._file)
            os.close(self._file)


def _held_by(folder: Path, holder: str) -> str:
    if holder == str(os.getpid()):
        return f"This process has {folder} open already."
    return f"Another process has {folder} open" + (f" (process {holder})." if holder else ".")


def _forget() -> None:
    """Let a forked child not keep its parent's locks: they would outlive the parent."""
    for file in _HELD:
        os.close(file)
    _HELD.clear()


os.register_at_fork(after_in_child=_forget)
