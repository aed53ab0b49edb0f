#!/bin/sh
# git-config(1) says that safe.directory is respected "in protected configuration": the system's, the user's, and what a
# command is given with -c. With git 2.47.3 the last holds for the repository that one stands in, and not for the one that is
# fetched from or pushed to by its path: git asks that through a program of its own, which is started without the settings of
# the command. So a program that shares a folder between accounts cannot vouch for it itself; somebody must change the
# settings of the machine or of each account.
# Fails where that has changed. Needs git, setpriv, and to be root (it makes a folder of another account's).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
git init -q --bare "$work/shared.git"
chown -R 65534:65534 "$work/shared.git"
git --version
git -c "safe.directory=$work/shared.git" -C "$work/shared.git" rev-parse --is-bare-repository
if git -c "safe.directory=$work/shared.git" ls-remote "$work/shared.git" 2>"$work/said"; then
    echo "it holds for a repository that is named, too"
    exit 1
fi
grep 'dubious ownership' "$work/said"
git config --global safe.directory "$work/shared.git"
git ls-remote "$work/shared.git"
echo "the same setting in the account's own file is heard"
