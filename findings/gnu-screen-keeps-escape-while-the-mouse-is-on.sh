#!/usr/bin/env bash
# GNU screen 4.9.0 (Debian 12, 4.9.0-4): while the program in its window has the mouse on (DECSET 1000), an Escape that is typed does
# not come to that program until the next key, however long that takes; then both come at once, and look like Alt with that key. With
# the mouse off it comes at once. A program that leaves on Escape seems to hang.
#
# Seen: mouse off "^["; mouse on nothing after three seconds, and "^[x" once x was typed.
# Needs Debian's packages (amd64), python3; installs nothing on the system.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq screen=4.9.0-4
dpkg -x screen_*.deb "$work/root"
mkdir -m 700 "$work/sockets"
cat > typed.py <<'P'
import os, pty, select, signal, sys, time, tty

screen, mouse = sys.argv[1], sys.argv[2] == "on"
inside = "stty raw -echo; printf '%s'; printf ready; exec cat -v" % ("\\033[?1000h" if mouse else "")
os.environ.update(SCREENDIR=os.path.abspath("sockets"), TERM="xterm-256color", SYSSCREENRC="/dev/null", SCREENRC="/dev/null")
pid, fd = pty.fork()
if pid == 0:
    os.execv(screen, [screen, "-c", "/dev/null", "-m", "-U", "sh", "-c", inside])


def comes(seconds):
    """What the program in the window shows within that time."""
    end, got = time.time() + seconds, b""
    while (left := end - time.time()) > 0:
        if select.select([fd], [], [], left)[0]:
            try:
                got += os.read(fd, 65536)
            except OSError:
                break
    return got


start = b""
while b"ready" not in start:
    start += comes(0.5)
comes(1)
os.write(fd, b"\x1b")
first = comes(3)
os.write(fd, b"x")
then = comes(1)
os.kill(pid, signal.SIGKILL)
print("^[" if b"^[" in first else "nothing", "^[x" if b"^[x" in first + then else (first + then).decode(errors="replace"))
P
off=$(python3 typed.py "$work/root/usr/bin/screen" off)
on=$(python3 typed.py "$work/root/usr/bin/screen" on)
pkill -f "$work/root/" || true
echo "mouse off: $off"
echo "mouse on: $on"
[ "$off" = "^[ ^[x" ] && [ "$on" = "nothing ^[x" ]
