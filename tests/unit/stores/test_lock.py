"""One process at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreLockedError
from kg.stores.lock import FolderLock

if TYPE_CHECKING:
    from pathlib import Path


def test_is_exclusive_until_released(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    with pytest.raises(StoreLockedError, match="This process"):
        FolderLock(tmp_path)
    lock.release()
    lock.release()
    FolderLock(tmp_path).release()


def test_names_the_other_process_and_goes_with_it(tmp_path: Path) -> None:
    code = "import sys, pathlib, kg.stores.lock as l; x = l.FolderLock(pathlib.Path(sys.argv[1])); print(); input()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreLockedError, match=f"process {process.pid}"):
            FolderLock(tmp_path)
        process.kill()
    FolderLock(tmp_path).release()


def test_a_forked_child_does_not_keep_it(tmp_path: Path) -> None:
    read, write = os.pipe()
    code = (
        "import os, sys, time, pathlib, kg.stores.lock as l\n"
        "x = l.FolderLock(pathlib.Path(sys.argv[1]))\n"
        "child = os.fork()\n"
        "if child: os._exit(0)\n"
        "os.read(int(sys.argv[2]), 1)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(tmp_path), str(read)]
    subprocess.run(command, env=environment, pass_fds=[read], check=True, timeout=30)
    FolderLock(tmp_path).release()
    os.close(read)
    os.close(write)
