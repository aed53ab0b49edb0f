#!/bin/bash
# The seminar chapter of README.md, its lines of shell taken from there, followed by accounts of one group on this machine: a
# leader, and two readers, one of them over ssh as from elsewhere. It makes accounts and a group, a repository in /srv, a line in the system's
# settings of git and an ssh server on a port of loopback, and takes all of them away again. No part of `cargo test`: it needs
# to be root on a machine that is its own.
#
#   POSTIL=target/debug/postil bash tests/accounts/seminar.sh
#
# Needs git, openssh-server and openssh-client. It ends with `held` and 0, or with the first thing that does not hold and 1.
set -euo pipefail

postil=$(realpath "${POSTIL:-target/debug/postil}")
port=${PORT:-22922}
group=postilseminar
leader=postillead near=postilnear far=postilfar
srv=/srv/postil-seminar
remote=$srv/seminar.git
work=$(mktemp -d)
[ "$(id -u)" = 0 ] || { echo "this makes accounts: run it as root, on a machine that is its own" >&2; exit 1; }
[ ! -e "$srv" ] || { echo "$srv is there already" >&2; exit 1; }
system_before=$(git config --system --get-all safe.directory 2>/dev/null || true)

clean() {
    [ ! -e "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")" 2>/dev/null || true
    git config --system --unset-all --fixed-value safe.directory "$remote" 2>/dev/null || true
    for name in $leader $near $far; do userdel -r "$name" >/dev/null 2>&1 || true; done
    groupdel $group 2>/dev/null || true
    rm -rf "$work" "$srv"
}
trap clean EXIT

fail() { echo "does not hold: $*" >&2; exit 1; }
# What somebody types in a shell of their own.
# The lines of README that begin so, for this repository and group.
readme() { sed -n "s|^$1||p" "$(dirname "$0")/../../README.md" | sed "s|/srv/seminar.git|$remote|g; s|GROUP|$group|; s| *#.*||"; }
as() { local who=$1; shift; su - "$who" -c "$*" 2>&1; }
# It must hold these words.
says() { case $2 in *"$1"*) ;; *) fail "“$1” is not in: $2" ;; esac; }
count() { as "$1" "postil notes texts --json" | grep -c '"id"' || true; }

groupadd $group
for name in $leader $near $far; do
    # No password, and yet no account that is locked: sshd lets nobody into one.
    useradd -m -s /bin/bash -p '*' -G $group "$name"
    install -m 755 -d "/home/$name/bin"
    printf 'export PATH=$HOME/bin:$PATH LANG=C.UTF-8\n' > "/home/$name/.profile"
    printf '#!/bin/sh\nexec %s "$@"\n' "$work/postil" > "/home/$name/bin/postil"
    chmod 755 "/home/$name/bin/postil"
    install -d "/home/$name/texts"
    printf 'A Walk\n\nIt began in the rain, and nobody said a word about the river.\n' > "/home/$name/texts/walk.txt"
    chown -R "$name:" "/home/$name"
done
chmod 755 "$work"
install -m 755 "$postil" "$work/postil"
install -d -m 755 "$srv"

echo "== an ssh server on 127.0.0.1:$port"
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
cat > "$work/sshd_config" <<END
ListenAddress 127.0.0.1:$port
HostKey $work/host
PidFile $work/sshd.pid
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowUsers $far
END
mkdir -p /run/sshd
"$(command -v sshd)" -f "$work/sshd_config" -E "$work/sshd.log"
as $far "mkdir -p -m 700 .ssh; ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519; cp .ssh/id_ed25519.pub .ssh/authorized_keys"
printf 'Host seminar\n  HostName 127.0.0.1\n  Port %s\n' "$port" > "/home/$far/.ssh/config"
chown $far: "/home/$far/.ssh/config"

echo "== everybody annotates"
for name in $leader $near $far; do
    as "$name" "postil annotate walk.txt --corpus texts --quote 'in the rain' --note 'from $name' --reader ${name#postil}" >/dev/null
done

echo "== README: the repository, all but the last line"
lines=$(readme 'sudo ')
[ "$(echo "$lines" | wc -l)" = 3 ] || fail "README has other lines than these: $lines"
echo "$lines" | head -n 2 | bash -eu
said=$(as $leader "postil sync texts --remote $remote" || true)
echo "== without it: what everybody is told, which can be followed"
says "git does not trust $remote" "$said"
says "git config --system --add safe.directory '$remote'" "$said"
said=$(as $far "postil sync texts --remote seminar:$remote" || true)
says "its host key is not known here yet" "$said"
as $far "ssh -o StrictHostKeyChecking=accept-new seminar true" >/dev/null
said=$(as $far "postil sync texts --remote seminar:$remote" || true)
says "git does not trust $remote" "$said"

echo "== README: its last line"
echo "$lines" | tail -n 1 | bash -eu
says "sent 1 of yours" "$(as $leader "postil sync texts --remote $remote")"
says "sent 1 of yours" "$(as $near "postil sync texts --remote $remote")"
says "sent 1 of yours" "$(as $far "postil sync texts --remote seminar:$remote")"

echo "== README: from then on, several rounds"
for round in 1 2; do
    for name in $leader $near $far; do
        as "$name" "postil annotate walk.txt --corpus texts --quote 'the river' --note 'round $round, $name'" >/dev/null
        says "sent 1 of yours" "$(as "$name" "postil sync texts")"
    done
done
for name in $leader $near $far; do as "$name" "postil sync texts" >/dev/null; done
for name in $leader $near $far; do
    [ "$(count "$name")" = 9 ] || fail "$name sees $(count "$name") of 9 annotations"
    says "Nothing is wrong" "$(as "$name" "postil check texts")"
done
[ -z "$(find $remote -type d ! -group $group)" ] || fail "folders of the repository belong to another group"
[ "$(git config --system --get-all safe.directory | grep -vxF "$remote" || true)" = "$system_before" ] || fail "other settings changed"
echo held
