#!/bin/sh
# Makes .venv with a Python of at least 3.11 (PYTHON=... chooses one), and puts uv, the fast installer, into it.
set -eu
cd "$(dirname "$0")/../.."
. tools/setup/packages.sh

PYTHON=${PYTHON:-python3}
# One that works is kept; it stops working when the system's Python is replaced.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "This needs Python 3.11 or newer, and '$PYTHON' is not. Choose one: make run PYTHON=python3.12" >&2
        exit 1
    fi
    # Debian ships Python without the part that makes environments.
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "the Python environment" python3-venv
        "$PYTHON" -c 'import ensurepip, venv'
    fi
    echo "Making the Python environment in .venv"
    "$PYTHON" -m venv --clear .venv
fi
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r tools/setup/uv.txt
