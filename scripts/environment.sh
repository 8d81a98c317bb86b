#!/bin/sh
# Makes .venv: `environment.sh run` what CIP needs to run, `dev` also what tests and checks need.
# `port HOST PORT` sees whether the server will get its port; `moved` prints why .venv must be made again.
#
# The stamp is written last. Without it .venv counts as half-made and is built anew; with it, a change of
# pyproject.toml or constraints.txt is installed in place, and .venv/.busy tells whether that was cut short.
set -eu
. "$(dirname "$0")/common.sh"

check_python() {
    command -v "$PYTHON" >/dev/null 2>&1 ||
        stop "there is no '$PYTHON' here: install Python 3.11 or newer (on Debian: apt-get install python3 python3-venv)."
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "Python 3.11 or newer is needed, '$PYTHON' is $("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])'): name a newer one with PYTHON=/path/to/python3."
}

check_venv() {
    [ -n "$UV" ] || "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "this Python has no venv module: install it (on Debian, as root: apt-get install python3-venv) and type the same again."
}

check_port() {
    "$PYTHON" - "$1" "$2" <<'PY' || exit 1
import errno, socket, sys
host, port = sys.argv[1:3]
try:
    if not 0 < int(port) < 65536:
        raise ValueError
except ValueError:
    sys.exit("CIP: PORT must be a number from 1 to 65535, not '%s'." % port)
try:
    family, kind, proto, _, address = socket.getaddrinfo(host, int(port), 0, socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
except socket.gaierror:
    sys.exit("CIP: HOST '%s' is not an address of this machine." % host)
except PermissionError:
    sys.exit("CIP: port %s is reserved for root: choose another one with PORT=8000." % port)
except OSError as failure:
    if failure.errno == errno.EADDRNOTAVAIL:
        sys.exit("CIP: HOST '%s' is not an address of this machine." % host)
    sys.exit("CIP: port %s on %s is taken by another program (a CIP that still runs?): stop it, or choose another one, "
             "for instance make run PORT=%d." % (port, host, int(port) % 65535 + 1))
PY
}

# What a good environment looks like: made here, by a Python that is still there.
identity() { printf '%s %s\n' "$(pwd -P)" "$(.venv/bin/python -V 2>/dev/null | cut -d. -f1-2)"; }

whole() { [ -e .venv/.stamp-run ] && [ ! -e .venv/.busy ] && [ "$(cat .venv/.stamp-run)" = "$(identity)" ]; }

create() {
    check_venv
    rm -rf .venv
    if [ -n "$UV" ]; then
        log_of "$UV" venv --no-python-downloads --python "$PYTHON" .venv || stop_for "the Python environment"
    else
        log_of "$PYTHON" -m venv .venv || { rm -rf .venv; stop_for "the Python environment"; }
    fi
}

make_environment() {
    project=.
    [ "$1" = run ] || project='.[dev]'
    check_python
    mkdir -p .cache
    : >"$LOG"
    [ -e README.md ] || stop "README.md is missing: this is not a whole checkout of CIP."
    say "installing the Python packages into .venv (about a minute the first time)"
    whole || create
    touch .venv/.busy
    outcome=0
    { install hatchling editables && install --no-build-isolation --editable "$project"; } || outcome=$?
    rm -f .venv/.busy
    [ "$outcome" = 0 ] || stop_for "the Python packages"
    identity >.venv/.stamp-run
    [ "$1" = run ] || identity >.venv/.stamp-dev
}

case ${1:-} in
port) check_python && check_port "$2" "$3" ;;
moved) [ ! -e .venv/.stamp-run ] || whole || echo yes ;;
run)
    # Asked for the less, with the more already there: keep it.
    if [ -e .venv/.stamp-dev ]; then set -- dev; fi
    make_environment "$1"
    ;;
dev) make_environment dev ;;
*) stop "environment.sh knows run, dev, port and moved." ;;
esac
