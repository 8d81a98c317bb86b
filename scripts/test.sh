#!/bin/sh
# All tests but the long ones. CIP_TEST_WITHOUT=browser,postgres leaves some out and says so; nothing else is skipped:
# a test that skips itself fails (scripts/pytest_no_skips.py).
set -eu
. "$(dirname "$0")/common.sh"

without=$(printf '%s' "${CIP_TEST_WITHOUT:-}" | tr -s ', ' '\n' | sed '/^$/d')
for part in $without; do
    case $part in
    browser | postgres) say "left out because CIP_TEST_WITHOUT says so: the $part tests" ;;
    *) stop "CIP_TEST_WITHOUT knows browser and postgres, not '$part'." ;;
    esac
done
left_out() { printf '%s\n' "$without" | grep -qx "$1"; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# Debian's packages: the browser, and the programs that read a PDF back.
need() {
    missing=""
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || missing="$missing ${pair#*=}"
    done
    [ -n "$missing" ] || return 0
    if ! may_install; then
        hint=""
        [ "$missing" != " chromium-headless-shell" ] || hint=" (or leave the browser tests out: CIP_TEST_WITHOUT=browser make test)"
        stop "the tests need$missing: as root type apt-get install$missing, then make test again$hint."
    fi
    say "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    : >"$LOG"
    # shellcheck disable=SC2086
    { log_of apt-get -q update && log_of apt-get -q -y install --no-install-recommends $missing; } </dev/null ||
        stop_for "the Debian packages$missing"
}

run() { PYTHONPATH=scripts .venv/bin/python -m pytest -p pytest_no_skips "$@"; }

mkdir -p .cache
need pdftotext=poppler-utils
browser=tests/browser
[ -d "$browser" ] || { say "there are no browser tests yet"; browser=""; }
if left_out browser; then browser=""; fi
# The browser without windows takes half the time of the whole one, which will do where nothing can be installed.
if [ -n "$browser" ] && { may_install || ! command -v chromium >/dev/null 2>&1; }; then
    need chromium-headless-shell=chromium-headless-shell
fi
marks="not long"
left_out postgres && marks="$marks and not postgres"

folders=""
for folder in tests/unit tests/integration tests/faults; do
    [ ! -d "$folder" ] || folders="$folders $folder"
done
# The examples in docstrings first: the closing line of the tests stays the last one.
run --quiet --doctest-modules cip/kernel cip/rulebook
# Each process goes through its half in order, where neighbours share what was seeded, and then helps the other.
# shellcheck disable=SC2086
run -n 2 --dist worksteal -m "$marks" $folders
# A file stays in one process: its tests share a site and a browser. The longest begin, so that none is left for the end.
longest="$browser/test_access.py $browser/test_whole_life.py $browser/test_whole_call.py"
# shellcheck disable=SC2086
[ -z "$browser" ] || run -n 2 --dist loadfile --no-loadscope-reorder -m "$marks" $longest "$browser"
