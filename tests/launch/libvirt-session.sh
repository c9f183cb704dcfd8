#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The libvirt backend of an ordinary user: what is written is there, from a cold
# start and from a template, and nothing else is left.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
requires_root "becomes another user"
requires libvirtd virsh setpriv
nobody_start
requires_readable_appliance nobody

export LIBGUESTFS_BACKEND=libvirt
as_nobody guestfish -N disk.img=fs:ext4 -m /dev/sda1 write /cold yes
as_nobody guestfish -v -a disk.img -m /dev/sda1 write /warm yes : \
  debug sh 'ls /sys/module' \
  > "$test_tmp/modules" 2> "$test_tmp/log" || fail "$(cat "$test_tmp/log")"
grep -q 'template: started from' "$test_tmp/log" ||
  fail "no template: $(grep template "$test_tmp/log")"
for module in raid6_pq xor btrfs xfs; do
  grep -qx $module "$test_tmp/modules" ||
    fail "$module is not loaded in a template"
done

# Into a running appliance, out of it, and with a network; nothing of the
# drive's name, label or order is lost.
as_nobody truncate -s 20M hot.img
out=$(as_nobody guestfish --network --format=raw -a disk.img run : \
  add hot.img format:raw label:hot : list-devices : \
  pwrite-device /dev/disk/guestfs/hot written 4096 : remove-drive hot : \
  list-devices : debug sh 'ip -o -4 addr show dev eth0' 2>&1) || fail "$out"
is "devices" "$(grep ^/dev <<< "$out" | tr '\n' ' ')" "/dev/sda /dev/sdb /dev/sda "
matches "network" "$out" "169\.254\.2\.15/16"
is "what was written" "$(tail -c +4097 "$nobody_home/hot.img" | head -c 7)" written

# Another QEMU, without libvirt, reads it.
is "what was written" "$(LIBGUESTFS_BACKEND=direct guestfish --ro \
  -a "$nobody_home/disk.img" -m /dev/sda1 cat /cold : cat /warm)" \
  "$(printf 'yes\nyes')"

is "domains" "$(virsh_session list --all --name)" ""
is "secrets" "$(virsh_session secret-list)" ""
is "logs" "$(ls "$nobody_home/cache/libvirt/qemu/log")" ""
is "sockets" "$(find "$nobody_home" -name 'libguestfs*')" ""
is "owner" "$(stat -c %U "$nobody_home/disk.img")" nobody
