#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A mount has the number of one whose guestmount still closes its disks:
# guestunmount --wait finds the new one nevertheless.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "has a network of its own"
requires python3
unshare -n true 2>/dev/null || skip "there are no network namespaces here"

# In place of that guestmount: whatever number the new mount gets.
cat > names.py <<'PY'
import socket, sys, time
held = []
for n in range(1000):
    s = socket.socket(socket.AF_UNIX)
    s.bind("\0guestmount/0:%d" % n)
    held.append(s)
print("held", flush=True)
while not any(sys.argv[1] in line for line in open("/proc/self/mountinfo")):
    time.sleep(0.05)
time.sleep(0.5)
PY
cat > scene.sh <<'SH'
set -e
ulimit -n 2000
python3 names.py "$PWD/mnt" > held & names=$!
until grep -q held held; do kill -0 $names; sleep 0.05; done
guestmount --format=raw -a disk.img -m /dev/sda1 mnt
echo text > mnt/file
wait $names
guestunmount --wait mnt
SH
mkdir mnt
guestfish -N disk.img=fs:ext4:20M exit
unshare -n timeout 120 bash scene.sh || fail "guestunmount --wait: $?"
is "what was written" "$(guestfish --ro --format=raw -a disk.img \
  -m /dev/sda1 cat /file)" text
