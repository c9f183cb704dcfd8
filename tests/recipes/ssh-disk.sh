#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Look at a disk on another machine with SSH.
# tier: slow

# libssh looks for ~/.ssh where the user database says: see ssh_server.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -m "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/recipes.sh"
requires_block_driver ssh
ssh_server
cp key home/.ssh/id_ed25519
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host_key.pub)" > home/.ssh/known_hosts
linux_guest disk.img
recipe "ssh://root@127.0.0.1:$port$PWD/disk.img"
prints oldname
