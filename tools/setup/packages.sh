# Installs Debian packages when we may, otherwise prints the command that does; sourced by the other scripts of this folder.

# install_packages WHY PACKAGE...
install_packages() {
    why=$1
    shift
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Debian packages for $why: $*"
        log=$(mktemp)
        if apt-get -qq update </dev/null >"$log" 2>&1 &&
            DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@" \
                </dev/null >>"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
        tail -n 30 "$log" >&2
        rm -f "$log"
        echo "apt-get could not install: $*" >&2
        exit 1
    fi
    {
        echo
        echo "Missing for $why. Please install (Debian, Ubuntu):"
        echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        echo "and run make again. On another system, install what matches these packages."
    } >&2
    exit 1
}
