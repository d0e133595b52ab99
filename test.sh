#!/usr/bin/env bash
# Installs what the tests need into .venv and runs all checks: format, lint, types, tests.
# A JDK 17 and Maven come from the system; Chromium too, else from the Debian package, else from playwright.
set -euo pipefail
cd "$(dirname "$0")"
python="${PYTHON:-python3}"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
if ! command -v chromium chromium-browser google-chrome chrome > /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } > /dev/null 2>&1 || true
    fi
    command -v chromium > /dev/null || .venv/bin/playwright install chromium ||
        echo "No Chromium: the tests of Neo4j Browser will be skipped." >&2
fi
.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/python -m pytest "$@"
