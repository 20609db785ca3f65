#!/bin/bash
# Runs a command beside a throw-away PostgreSQL server and tells it the address in TEST_POSTGRES_URL.
# If TEST_POSTGRES_URL is set already, that server is used. C.UTF-8 because pg_trgm finds no Hangul in a database of locale C.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: tools/with_postgres.sh COMMAND [ARGUMENT...]" >&2; exit 2; }
if [ -n "${TEST_POSTGRES_URL:-}" ]; then
    exec "$@"
fi

# Inside the throw-away server: pg_virtualenv gives its address in PGUSER, PGPASSWORD, PGHOST, PGPORT and PGDATABASE.
if [ -n "${PORTAL_EXIT_FILE:-}" ]; then
    export TEST_POSTGRES_URL="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
    exit_file=$PORTAL_EXIT_FILE
    unset PORTAL_EXIT_FILE PGUSER PGPASSWORD PGHOST PGPORT PGDATABASE PGSYSCONFDIR
    code=0
    "$@" || code=$?
    echo "$code" >"$exit_file"
    exit 0
fi

# The exit code travels in a file: told of a failure, pg_virtualenv prints the server's log, full of errors that tests provoke.
PORTAL_EXIT_FILE=$(mktemp)
export PORTAL_EXIT_FILE
trap 'rm -f "$PORTAL_EXIT_FILE"' EXIT
# A free port of our own, so that two runs at the same time do not both reach for 5432.
PGPORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PGPORT
pg_virtualenv -t -i '--locale=C.UTF-8' -o max_connections=200 "$0" "$@" || {
    echo "The PostgreSQL server for the tests did not start." >&2
    exit 1
}
exit "$(cat "$PORTAL_EXIT_FILE")"
