#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# As many drives as there may be, in a clone, and arrays with metadata of every
# format.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

borrow
# Nothing below may fall back to booting.
export LIBGUESTFS_TEMPLATE=force

{
  for i in $(seq 1 255); do echo "scratch ${i}M"; done
  echo run
  echo nr-devices
  echo 'debug sh "cd /sys/block; for d in sd*; do read -r n < $d/size; echo $d $n; done"'
} > many.fish
LIBGUESTFS_DEBUG=1 guestfish -f many.fish > many 2> log || fail "$(cat log)"
cloned
is "number of drives" "$(head -1 many)" 255
is "disks of the kernel" "$(grep -c '^sd' many)" 255
names=(sd{a..z} sd{a..z}{a..z})
for i in $(seq 1 255); do echo "${names[i - 1]} $((i * 2048))"; done |
  sort > expected
sort many | grep '^sd' | diff -u expected - || fail "drives in another order"

# ---- Arrays ----

formats=(0.90 1.0 1.1 1.2)
truncate -s 64M md-{0..3}-{a,b}.img
add_members() {
  for image in md-{0..3}-{a,b}.img; do echo "add $image format:raw"; done
  echo run
}
devices=(/dev/sd{a..h})
{
  add_members
  for i in {0..3}; do
    echo "debug sh \"mdadm --create /dev/md/x$i --run --level=1" \
      "--raid-devices=2 --metadata=${formats[i]}" \
      "${devices[2 * i]} ${devices[2 * i + 1]}\""
  done
  echo 'debug sh "mdadm --stop --scan"'
} > make.fish
guestfish -f make.fish > log 2>&1 || fail "no arrays: $(cat log)"
{ add_members; echo list-md-devices; } > find.fish
is "arrays with metadata ${formats[*]}" \
   "$(guestfish -f find.fish | grep -c '^/dev/md')" 4
