# The virtual environment in the checkout. Sourced by .ci/prepare.
#
# Nothing may stay behind that looks ready and is not: .venv/.making stands in an
# environment until it is whole, and the note of what was installed is written last.

declare -A extras=([demo]=demo [test]=dev)
readonly extra=${extras[$purpose]}
readonly making=.venv/.making
readonly note=.venv/.ready-$extra

signature() {
    echo "$PWD"
    sha256sum <pyproject.toml
}

is_ready() {
    [ ! -e "$making" ] && [ -x .venv/bin/kap-room ] && [ -x .venv/bin/python ] &&
        { is_noted "$note" || is_noted .venv/.ready-dev; }
}

# Who can test can show a demo too: the one set of packages holds the other.
is_noted() { signature | cmp -s - "$1"; }

# Scripts in an environment keep absolute paths: one that was moved along with its
# folder, or whose Python is gone, or that was never finished, is made again.
is_usable() {
    [ ! -e "$making" ] && new_enough .venv/bin/python &&
        grep -qF "$PWD/.venv/bin/python" .venv/bin/pip 2>/dev/null
}

can_make_environments() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

venv_package() {
    "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

make_environment() {
    say "making a virtual environment in .venv"
    rm -rf .venv
    mkdir .venv
    touch "$making"
    "$python" -m venv .venv >>"$log" 2>&1 ||
        fail "The virtual environment could not be made; what Python said is in $log"
}

install_project() {
    say "installing kap-room and what it needs into .venv (the first time: minutes)"
    rm -f .venv/.ready-*
    if ! .venv/bin/python -m pip install -q --no-input --disable-pip-version-check \
        -e ".[$extra]" >>"$log" 2>&1; then
        if grep -qE 'NewConnectionError|NameResolution|No matching dist' "$log"; then
            fail "pip could not fetch what kap-room needs: is this computer online?" \
                "What pip said is in $log"
        fi
        fail "pip could not install kap-room; what it said is in $log"
    fi
    rm -f "$making"
    signature >"$note"
}
