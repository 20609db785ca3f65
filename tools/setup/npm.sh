#!/bin/sh
# Runs npm with the arguments given: the system's if its Node is at least 18, otherwise one from PyPI inside .venv.
set -eu
cd "$(dirname "$0")/../.."

new_enough() {
    command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

if ! new_enough; then
    if [ ! -x .venv/bin/npm ]; then
        echo "Installing Node.js into .venv (it only fetches fonts, styles and scripts; the product does not run on it)" >&2
        .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r tools/setup/node.txt
    fi
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
npm_config_update_notifier=false exec npm "$@"
