#!/usr/bin/env bash
# Installs what the tests need into .venv and runs all checks: format, lint, types, tests.
# A JDK 17, Maven and Chromium come from the system; where there is no Chromium, playwright's own is tried.
set -euo pipefail
cd "$(dirname "$0")"
python="${PYTHON:-python3}"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
if ! command -v chromium chromium-browser google-chrome chrome > /dev/null; then
    .venv/bin/playwright install chromium || echo "No Chromium: the tests of Neo4j Browser will be skipped." >&2
fi
.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/python -m pytest "$@"
