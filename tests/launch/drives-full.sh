#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The host's file system is full: the machine goes on, the guest gets an error
# and shutdown names the image and the cause.

. "$(dirname "$0")/../lib.sh"
requires unshare
requires_appliance

mkdir small
head -c 12M /dev/urandom > random
cat > inside <<'EOF'
mount -t tmpfs -o size=4M tmpfs small || exit 77
truncate -s 64M small/disk.img
guestfish -- add small/disk.img format:raw : run : \
  -upload random /dev/sda : -sync : shutdown
EOF
unshare -m true 2> /dev/null || skip "a mount namespace needs privilege"
status=0
unshare -m sh inside > out 2>&1 || status=$?
[ $status -ne 77 ] || skip "tmpfs cannot be mounted here"
[ $status -ne 0 ] || fail "shutdown should have failed"
matches "error of shutdown" "$(tail -1 out)" \
  'shutdown: .*/small/disk.img: .*No space left on device$'
