#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The 129 images of libblkid's tests in one appliance: each is mounted or
# refused, and the appliance lives.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires_appliance

requires_image blkid-images.tar.xz
tar -xJf "$test_images/blkid-images.tar.xz" --wildcards --strip-components=1 \
  '*.img'

args=()
for image in *.img; do args+=(-a "$image"); done
n=${#args[@]}
n=$((n / 2))
[ "$n" -ge 100 ] || fail "only $n images"

guestfish --ro --format=raw "${args[@]}" >devices <<'EOF'
run
list-devices
EOF
{
  echo run
  echo list-filesystems
  while read -r device; do
    echo "-mount-ro $device /"
    echo "umount-all"
  done <devices
  echo "echo the appliance is alive"
} >script
is "devices" "$(wc -l <devices)" "$n"
guestfish --ro --format=raw "${args[@]}" <script >out 2>err ||
  fail "status $?: $(tail -n 3 err)"
is "the last line" "$(tail -n 1 out)" "the appliance is alive"
filesystems=$(grep -c '^/dev/' out)
[ "$filesystems" -ge 80 ] || fail "only $filesystems file systems"
refused=$(grep -c 'mount_ro: /dev/' err)
[ "$refused" -lt 70 ] || fail "$refused of $n refused: $(head -n 3 err)"
if grep -v 'error: mount_ro: /dev/sd' err; then fail "other errors"; fi
