"""Opening a store."""

from __future__ import annotations

import os
import subprocess
import sys


def test_importing_the_package_loads_no_driver() -> None:
    code = "import sys, kg.stores; print([name for name in ('neo4j', 'arcadedb', 'networkx') if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
