# The system packages that are missing, and only those. Sourced by .ci/prepare.
#
# Looked for by what they bring and not by name, so that a computer which has VLC or a
# sound server from elsewhere is left as it is.

any_file() {
    local pattern
    for pattern in "$@"; do
        if compgen -G "$pattern" >/dev/null; then return 0; fi
    done
    return 1
}

library() { any_file "/usr/lib*/$1" "/usr/lib/*/$1" "/usr/local/lib/$1"; }

missing_packages() {
    library libvlc.so.5 || echo libvlc5
    # One package holds the output to PulseAudio and every codec of a music folder.
    { library vlc/plugins/audio_output/libpulse_plugin.so &&
        library vlc/plugins/codec/libflac_plugin.so; } || echo vlc-plugin-base
    # Without its list of plugins libVLC loads every one: 76 MB instead of 40.
    library vlc/plugins/plugins.dat || echo libvlc-bin
    # PipeWire's own pulse server will do for a session; the tests start a PulseAudio.
    has pulseaudio || { [ "$purpose" = demo ] && has pipewire-pulse; } ||
        echo pulseaudio
    { has pactl && has parec; } || echo pulseaudio-utils
    if [ "$purpose" = test ]; then
        has mosquitto || echo mosquitto
        has tmux || echo tmux
        has faketime || echo faketime
        has openssl || echo openssl
        has jackd || echo jackd2
    fi
}

what_for() {
    case $1 in
    libvlc5) echo "plays the music" ;;
    libvlc-bin) echo "lists the plugins, so that not all are loaded" ;;
    vlc-plugin-base) echo "reads flac, mp3, ogg, opus and m4a" ;;
    pulseaudio) echo "the sound server" ;;
    pulseaudio-utils) echo "asks the sound server" ;;
    pipewire-pulse) echo "another sound server, for the tests" ;;
    wireplumber) echo "puts PipeWire's sounds where they belong, for the tests" ;;
    dbus-daemon) echo "what PipeWire's parts meet on, for the tests" ;;
    mosquitto) echo "a broker for the tests; it will not run as a service" ;;
    tmux) echo "a terminal for the tests" ;;
    faketime) echo "steps the clock of single programs in the tests" ;;
    openssl) echo "makes certificates for the tests" ;;
    jackd2) echo "MIDI ports for the tests; it will not run as a service" ;;
    python*-venv) echo "makes virtual environments" ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_install() {
    has apt-get ||
        fail "There is no apt-get here to install $*; install it by hand, then again:" \
            "make $purpose"
    if [ "$(id -u)" = 0 ]; then return; fi
    if has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then return; fi
    fail "You may not install system packages here; ask someone who may:" \
        "apt-get install $*"
}

# Never at the price of something that is installed: on a desktop that would be its own
# sound server. The lock on the checkout is not for services to inherit.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q \
        --no-remove --no-install-recommends -o DPkg::Lock::Timeout=120 \
        "$@" >>"$log" 2>&1 9>&-
}

install_packages() {
    local package
    may_install "$@"
    for package in "$@"; do
        say "installing the system package $package ($(what_for "$package"))"
    done
    without_its_service before "$@"
    if ! apt_get install "$@"; then
        say "refreshing the list of system packages"
        apt_get update || true
        apt_get install "$@" ||
            fail "apt-get could not install $*: is this computer online?" \
                "What it said is in $log"
    fi
    without_its_service after "$@"
}

# Debian starts a broker on port 1883 as soon as it is installed. The tests bring up
# their own on a free port, and nobody asked for one that stays.
without_its_service() {
    case " ${*:2} " in *" mosquitto "*) ;; *) return 0 ;; esac
    [ -d /run/systemd/system ] || return 0
    if [ "$1" = before ]; then
        as_root systemctl -q mask --runtime mosquitto.service >>"$log" 2>&1 || true
    else
        as_root systemctl -q unmask --runtime mosquitto.service >>"$log" 2>&1 || true
        as_root systemctl -q disable mosquitto.service >>"$log" 2>&1 || true
    fi
}
