#!/bin/sh
# Everything that must hold besides the tests. All steps run, so that one look shows all that is to mend.
set -eu
. "$(dirname "$0")/common.sh"

BIN=.venv/bin
OUT=.cache/check.log
failed=""
mkdir -p .cache

step() {
    name=$1
    shift
    if "$@" >"$OUT" 2>&1 </dev/null; then
        printf 'ok      %s\n' "$name"
        # a step that did nothing says so
        grep '^CIP: ' "$OUT" || true
    else
        printf 'FAILED  %s\n' "$name"
        cat "$OUT"
        failed="$failed, $name"
    fi
}

# The folders among $2... that hold a file named like $1.
holding() {
    pattern=$1
    shift
    for folder in "$@"; do
        [ -z "$(find "$folder" -name "$pattern" -print 2>/dev/null | head -n 1)" ] || printf '%s ' "$folder"
    done
}

step "style (ruff check)" $BIN/ruff check --quiet --output-format concise .
step "format (ruff format)" $BIN/ruff format --check --output-format concise .
# shellcheck disable=SC2046
step "types (mypy)" $BIN/mypy $(holding '*.py' cip scripts tests benchmarks)
step "layers (import-linter)" $BIN/lint-imports --no-logo
step "layers (a contract for each feature)" $BIN/python scripts/check_contracts.py
step "sizes" $BIN/python scripts/check_sizes.py
step "translations" $BIN/python scripts/messages.py check
step "rules (cip rules check)" $BIN/cip rules check
step "readability (Gulpease)" $BIN/python -m scripts.readability
# By name, because in a folder djlint looks for *.html only.
templates=$(find cip -path cip/web/static -prune -o \( -name '*.html' -o -name '*.html.j2' \) -print | sort)
# shellcheck disable=SC2086
[ -z "$templates" ] || step "templates (djlint)" $BIN/djlint --lint --quiet $templates

[ -z "$failed" ] || stop "make check failed in: ${failed#, }."
