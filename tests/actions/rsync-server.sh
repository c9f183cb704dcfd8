#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# rsync_in and rsync_out, with an rsync server on this machine.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires rsync

mkdir -p in/d out
echo content > in/d/file
touch -d @1000000000 in/d/file
ln -s /etc/passwd in/link
cat > conf <<EOF2
use chroot = no
munge symlinks = no
$([ "$(id -u)" != 0 ] || echo "uid = 0")
$([ "$(id -u)" != 0 ] || echo "gid = 0")
[in]
path = $PWD/in
[out]
path = $PWD/out
read only = no
EOF2

server=
at_exit '[ -z "$server" ] || kill "$server"'
# start_server PORT: false when the port is taken.
start_server() {
  rsync --daemon --no-detach --address=127.0.0.1 --port="$1" --config=conf \
    --log-file=log &
  server=$!
  for _ in $(seq 50); do
    kill -0 $server 2> /dev/null || { server=; return 1; }
    (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null && return 0
    sleep 0.1
  done
  return 1
}
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 10000))
  start_server $port && break
done
[ -n "$server" ] || skip "no rsync server could be started"

guestfish > text <<EOF2
set-network true
add-drive-scratch 100M
run
mkfs ext4 /dev/sda
mount /dev/sda /
mkdir /old
rsync-in rsync://169.254.2.2:$port/in/ / archive:true deletedest:true
find /
cat /d/file
readlink /link
mkdir /new
write /new/file "from the guest"
chmod 0600 /new/file
rsync-out /new rsync://169.254.2.2:$port/out/ archive:true
rsync-out /d/file rsync://169.254.2.2:$port/out/flat
EOF2
is "in the guest" "$(cat text)" "d
d/file
link
content

/etc/passwd"
is "on the server" "$(cat out/new/file)" "from the guest"
is "its mode" "$(stat -c %a out/new/file)" 600
is "a single file" "$(cat out/flat)" content

# What the server says is in the error.
fails_with 'rsync_in: rsync: .*Unknown module .none' \
  guestfish -- set-network true : add-drive-scratch 100M : run : \
  mkfs ext4 /dev/sda : mount /dev/sda / : \
  rsync-in "rsync://169.254.2.2:$port/none/" /
# With ssh, of which there is no server here.
fails_with 'rsync_in: rsync: ssh: connect to host 127.0.0.1 port 22: Conn' \
  guestfish -- set-network true : add-drive-scratch 100M : run : \
  mkfs ext4 /dev/sda : mount /dev/sda / : rsync-in 127.0.0.1:/x /
