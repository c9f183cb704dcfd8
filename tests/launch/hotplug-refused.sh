#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A drive that the daemon refuses after QEMU has taken it is taken out again:
# the next one can be added, and has its name.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# What is in the way of the link of its label makes SETUP fail, after the disk
# was found.
cat > script <<'E2'
scratch 10M
run
debug sh "mkdir -p /dev/disk && echo > /dev/disk/guestfs"
-add-drive-scratch 20M label:refused
list-devices
debug sh "cat /sys/block/sd*/size"
debug sh "rm /dev/disk/guestfs"
list-disk-labels
add-drive-scratch 30M label:later
list-devices
blockdev-getsize64 /dev/sdb
list-disk-labels
remove-drive later
list-devices
E2
guestfish < script > out 2> err || fail "$(cat err)"
is "lines of error" "$(grep -c . err)" 1
matches "error" "$(cat err)" 'add_drive_scratch: the appliance could not be set up: label "refused"'
is "what guestfish said" "$(grep -v '^$' out | tr '\n' ' ')" \
  "/dev/sda 20480 /dev/sda /dev/sdb 31457280 later: /dev/sdb /dev/sda "

# A drive that is in use is refused, and stays.
cat > script <<'E2'
scratch 20M
run
add-drive-scratch 30M label:used
mkfs ext2 /dev/sdb
mount /dev/sdb /
-remove-drive used
touch /f
list-devices
umount /
remove-drive used
list-devices
E2
guestfish < script > out 2> err || fail "$(cat err)"
matches "error" "$(cat err)" 'remove_drive: .*/dev/sdb'
is "devices before and after" "$(tr '\n' ' ' < out)" "/dev/sda /dev/sdb /dev/sda "
