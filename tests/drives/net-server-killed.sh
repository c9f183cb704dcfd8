#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Servers that are killed while a file is read from a mounted file system: reading
# ends in an error within the time of guestfs(3), the handle can be closed, and
# nothing is left.

# Root's ~/.ssh is that of the test.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -m "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires python3 openssl mkfs.ext4 pgrep
requires_appliance

# More than QEMU and the appliance would read ahead.
truncate -s 128M disk.img
mkdir root
head -c 64M /dev/urandom > root/large
mkfs.ext4 -q -F -d root disk.img

# killed NAME WORDS: while it reads the drive $server, and what it has started,
# is killed.
killed() {
  local name=$1 start=$SECONDS
  echo "head -c 1048576 > /dev/null
kill -9 $server \$(pgrep -P $server) 2> /dev/null
cat > /dev/null" > kill-half-way
  cat > script <<EOF
add-drive $2 readonly:true format:raw
run
mount-ro /dev/sda /
-download /large /dev/stdout | sh kill-half-way
-download /large /dev/null
-shutdown
echo closed
EOF
  guestfish -f script > out 2> log || fail "$name: $(cat log)"
  cat log
  is "$name: what came of it" "$(tail -n 1 out)" closed
  is "$name: errors" \
    "$(grep -c 'download: /large: .*Input/output error' log)" 2
  # ext4 notes the error in its superblock, which goes to the overlay.
  is "$name: other errors" "$(grep -v -e 'download: /large: ' \
    -e 'shutdown: .*: its server failed while the drive was used: .*nothing is lost' \
    log)" ""
  [ $((SECONDS - start)) -le 300 ] ||
    fail "$name: took $((SECONDS - start)) seconds"
  echo "$name: $((SECONDS - start)) seconds"
}

serve_web() {
  port=$(free_port)
  background python3 "$abs_top_srcdir/tests/lib/http-server.py" "$port" \
    disk.img "$@"
  wait_until listens "$port"
}

serve_web
killed http "/d protocol:http server:127.0.0.1:$port"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out tls.crt 2> /dev/null
cat tls.key tls.crt > tls.pem
serve_web --tls tls.pem
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  killed https "/d protocol:https server:127.0.0.1:$port"

if [ "$(id -u)" = 0 ] && command -v sshd > /dev/null &&
     (requires_block_driver ssh) > /dev/null; then
  ssh_server
  cp key home/.ssh/id_ed25519
  echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host_key.pub)" \
    > home/.ssh/known_hosts
  unset SSH_AUTH_SOCK
  killed ssh \
    "$PWD/disk.img protocol:ssh server:127.0.0.1:$port username:root"
else
  skip_part "no SSH server that can be run, or QEMU has no driver for it"
fi
