#!/bin/sh
# Makes sure the programs that only the tests need are on this machine: a PostgreSQL server and a Chromium.
set -eu
cd "$(dirname "$0")/../.."
. tools/setup/packages.sh

missing=
ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 && command -v pg_virtualenv >/dev/null 2>&1 ||
    missing="$missing postgresql postgresql-contrib"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
# Playwright drives the browser through a Node of its own, which links to libatomic.
ls /usr/lib/*/libatomic.so.1 /usr/lib/libatomic.so.1 /usr/lib64/libatomic.so.1 >/dev/null 2>&1 ||
    .venv/bin/python -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null ||
    missing="$missing libatomic1"

# shellcheck disable=SC2086  # a list of words
[ -z "$missing" ] || install_packages "the tests (about two minutes, once)" $missing
