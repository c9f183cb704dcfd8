#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# The appliance dies while guestmount is in the background: the system log is
# told, with the directory and the reason; nothing is told of an orderly end.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "has a /dev of its own"
requires python3
unshare -m true 2>/dev/null || skip "this container may not mount"

# What syslogd would write.
cat > log.py <<'PY'
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("/dev/log")
print("listening", flush=True)
while True:
    print(s.recv(4096).decode(), flush=True)
PY
cat > scene.sh <<'SH'
set -e
mkdir dev
mount -t tmpfs dev dev
for n in null zero full random urandom fuse; do
  touch dev/$n
  mount --bind /dev/$n dev/$n
done
mkdir -m 1777 dev/shm
mount --rbind dev /dev
python3 log.py >> log & logger=$!
until grep -q listening log; do kill -0 $logger; sleep 0.05; done
gm() { guestmount --format=raw -a disk.img -m /dev/sda1 --pid-file pid mnt; }
gm
guestunmount --wait mnt
echo "orderly" >> log
gm
pid=$(<pid)
kill -9 "$(pgrep -P "$pid" -f qemu-system | head -n 1)"
timeout 60 tail --pid="$pid" -f /dev/null
sleep 0.5
kill $logger
SH
mkdir mnt
guestfish -N disk.img=fs:ext4:20M exit
unshare -m --propagation private timeout 200 bash scene.sh >out 2>&1 ||
  fail "the scene: $(<out)"
is "before the appliance died" "$(sed -n '1,/^orderly/p' log)" \
  "$(printf 'listening\norderly')"
matches "the log" "$(sed '1,/^orderly/d' log)" \
  "guestmount.*: $PWD/mnt: the mount is gone, .* may be missing: .*appliance"
