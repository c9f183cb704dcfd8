#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives on an SSH server: with a key of an agent or of ~/.ssh, with a server
# that is unknown or has another key than it had, without a key that fits, and
# with a password.

# libssh looks for ~/.ssh where the user database says, whatever HOME is: so in
# a mount namespace root gets another home.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can have another home for this"
requires sshd ssh-agent ssh-keygen pgrep openssl mkfs.ext4 debugfs
requires_appliance
requires_block_driver ssh

ip link set lo up
ssh_server
make_disk disk.img
uri="ssh://root@127.0.0.1:$port$PWD/disk.img"
drive="$PWD/disk.img protocol:ssh server:127.0.0.1:$port username:root"

# Nobody is known yet, and there is no key.
unset SSH_AUTH_SOCK
refused "add_drive: ssh://root@127\.0\.0\.1:$port/.*known_hosts: log in once with ssh" \
  guestfish --ro -a "$uri"
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host_key.pub)" > home/.ssh/known_hosts
refused "ssh://root@127\.0\.0\.1:$port/.*authenticate .*: QEMU takes a key without" \
  guestfish --ro -a "$uri"
refused "protocol ssh: takes no secret: QEMU logs in with a key" \
  guestfish --ro -a "ssh://root:hush@127.0.0.1:$port/x"

# A key in ~/.ssh …
cp key home/.ssh/id_ed25519
reads "key in ~/.ssh" --format=raw -a "$uri"
hot_plugs "key in ~/.ssh" "$drive"
spied "key in ~/.ssh" "$(sed -n 3p key)" "$drive"
writes "key in ~/.ssh" "$drive" file_in disk.img
rm home/.ssh/id_ed25519
# … and one that only the agent has, after one that does not fit.
eval "$(ssh-agent -s)" > /dev/null
at_exit "end_server $SSH_AGENT_PID"
ssh-add -q other_key
refused "ssh://root@127\.0\.0\.1:$port/.*authenticate .*: QEMU takes a key without" \
  guestfish --ro -a "$uri"
fails_as EACCES "$drive"
ssh-add -q key
reads "key of an agent" -a "$uri"
slowly "key of an agent" -a "$uri"
hot_plugs "key of an agent" "$drive"
writes "key of an agent" "$drive" file_in disk.img

# A password, which QEMU does not know, through nbdkit as in guestfs(3).
if command -v nbdkit > /dev/null && nbdkit ssh --help > /dev/null 2>&1; then
  printf 'root:%s:19000::::::\n' "$(openssl passwd -6 'Hush 7a')" > shadow
  chmod 600 shadow
  mount --bind shadow /etc/shadow
  printf 'Hush 7a' > password
  through() { # COMMAND: of the shell
    SSH_AUTH_SOCK='' nbdkit -U - ssh host=127.0.0.1 "port=$port" \
      "path=$PWD/disk.img" user=root password=+password --run "$1"
  }
  # shellcheck disable=SC2016  # nbdkit says what the URI is
  is "password" "$(through 'guestfish --format=raw -a "$uri" -m /dev/sda \
    cat /hello : write /by-password written')" hello
  is "password: what was written" "$(file_in disk.img /by-password)" written
  printf 'wrong' > password
  # shellcheck disable=SC2016
  ! through 'guestfish --format=raw -a "$uri" run' > out 2>&1 ||
    fail "a wrong password is accepted"
  matches "a wrong password" "$(cat out)" 'authentication methods failed'
else
  skip_part "nbdkit has no plugin for SSH"
fi

# No such file, and one that may not be read.
refused "ssh://.*/none: .*(o such file|SFTP)" \
  guestfish --ro -a "ssh://root@127.0.0.1:$port/none"
refused 'ssh://no\.invalid/x: .*(Name or service not known|name resolution)' \
  guestfish --ro -a ssh://no.invalid/x
refused "ssh://root@127\.0\.0\.1:1/x: .*Connection refused" \
  guestfish --ro -a ssh://root@127.0.0.1:1/x

gone_in_use "key of an agent" "$drive" \
  "kill -9 $server \$(pgrep -P $server); true"

# The server has another key than it had.
background "$(command -v sshd)" -D -e -f "$PWD/sshd_config"
wait_until listens "$port"
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 other_key.pub)" > home/.ssh/known_hosts
refused "ssh://root@127\.0\.0\.1:$port/.*host key .*: .*ssh-keygen -R" \
  guestfish --ro -a "$uri"
