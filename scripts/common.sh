# shellcheck shell=sh
# Read by the other shell scripts: where we are, and how set-up speaks.

cd "$(dirname "$0")/.." || exit 1
PYTHON=${PYTHON:-python3}
LOG=.cache/set-up.log
UV=$(command -v uv || true)

say() { printf 'CIP: %s\n' "$*"; }
stop() {
    printf 'CIP: %s\n' "$*" >&2
    exit 1
}

# The whole story of pip and npm goes to the log; the screen gets one sentence.
log_of() {
    mkdir -p .cache
    printf '\n$ %s\n' "$*" >>"$LOG"
    "$@" >>"$LOG" 2>&1
}

install() {
    if [ -n "$UV" ]; then
        log_of "$UV" pip install --python .venv/bin/python --constraint constraints.txt "$@"
    else
        log_of .venv/bin/python -m pip --disable-pip-version-check --no-input \
            install --retries 2 --constraint constraints.txt "$@"
    fi
}

# How pip, uv, npm and apt-get say that they reach nobody.
NO_NETWORK='ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|MaxRetryError|[Cc]onnection (refused|reset|aborted)'
NO_NETWORK="$NO_NETWORK|[Nn]etwork is unreachable|[Nn]ame resolution|timed out|error sending request|dns error|failed to connect"
NO_NETWORK="$NO_NETWORK|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|Could not (resolve|connect)|Failed to fetch"

# $1: what could not be had. Tells a missing network from everything else.
stop_for() {
    if tail -n 60 "$LOG" | grep -qE "$NO_NETWORK"; then
        stop "$1 could not be fetched: no way to the package registry. Check the network and type the same again (details: $LOG)."
    fi
    if grep -q 'No space left' "$LOG"; then
        stop "$1 could not be installed: the disk is full. Make room and type the same again."
    fi
    stop "$1 could not be installed: $(grep -E '^ *(npm )?(ERROR|[Ee]rror)' "$LOG" | head -n 1 | cut -c1-200) (details: $LOG)."
}
