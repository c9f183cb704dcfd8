#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A program that is killed when it has opened an encrypted device already: the
# device is closed again, so that the next attempt does not find it in use. A
# logical volume of that name is left alone.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 64M
disk lv.img 64M
# shellcheck disable=SC2034  # for lib/storage.sh
{ keys=all.txt; fish_options=--keys-from-stdin; }
cat > killed <<'S'
#!/bin/sh
/tmp/real "$@"
kill -9 $$
S
printf '%s\n' secret secret secret > all.txt
session <<S
add t.img $scratch
add lv.img $scratch
run
$(quick_luks /dev/sda secret)
debug sh "cp /usr/sbin/cryptsetup /tmp/real"
debug-upload killed killed 0755
debug sh "mount --bind /tmp/killed /usr/sbin/cryptsetup"
-cryptsetup-open /dev/sda map
list-dm-devices
debug sh "ls /dev/mapper"
pvcreate /dev/sdb
vgcreate map /dev/sdb
lvcreate lv map 16
debug sh "rm /dev/mapper/map-lv"
-cryptsetup-open /dev/sda map-lv
lvs
debug sh "umount /usr/sbin/cryptsetup"
cryptsetup-open /dev/sda map
list-dm-devices
S
is "errors" "$(grep -c 'libguestfs: error: cryptsetup_open: ' out)" 2
is "the rest" "$(grep -vE '^$|libguestfs: error' out | tr '\n' ' ')" \
   "control /dev/map/lv /dev/mapper/map "
