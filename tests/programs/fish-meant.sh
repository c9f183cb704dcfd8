#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A value that was mistyped: the error ends in the one that was meant, if there
# is one; never in another disk, which would be overwritten.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# meant WORD COMMAND…: the error ends so, and says it once.
meant() {
  fails_with "did you mean '$1'\\?\$" guestfish "${@:2}"
  is "suggestions" "$(guestfish "${@:2}" 2>&1 | grep -o 'did you mean' | wc -l)" 1
}
truncate -s 1M disk.img

meant qcow2 add disk.img format:qcow3
meant nbd add disk.img protocol:ndb server:h
meant unsafe add disk.img cachemode:unsfae
meant enable add disk.img discard:enabel
meant direct set-backend drect
meant qcow2 disk-create x qcow3 1M
meant metadata disk-create x qcow2 1M preallocation:metdata
meant raw disk-create x qcow2 1M backingfile:disk.img backingformat:rwa
meant fs -N fss exit
meant qcow2 --format=qcow3 -a disk.img exit
meant vpc --format=vhd -a disk.img exit
meant https -a htpps://h/x exit
meant nbd -a ndb://h/x exit
meant appliance event a appliacne ls
fails_with 'sizes end in capital letters' guestfish sparse x 10m
fails_with 'sizes end in capital letters' guestfish sparse x 10Gb
fails_with 'set_memsize: .*: it is in MiB' guestfish set-memsize 1G
fails_with "add_drive: x: No such file or directory\$" guestfish add x format:raw

guestfish > out 2>&1 <<'END'
sparse test.img 8M
run
part-disk /dev/sda mbr
-mkfs ext5 /dev/sda1
-mkfs ext4 /dev/sad1
-mkfs ext4 /dev/zda1
-mkfs ext4 /dev/sdb1
-mkfs ext4 /dev/sda2
-mkfs ext4 /dev/nothing
-part-init /dev/sda gtp
-tar-out / x compress:gizp
END
is "what was meant" "$(sed "s/.*\(: did you mean\|: the devices\)/\1/" out)" \
": did you mean 'ext4'?
: did you mean '/dev/sda1'?
: did you mean '/dev/sda1'?
: the devices are /dev/sda, /dev/sda1
: the devices are /dev/sda, /dev/sda1
: the devices are /dev/sda, /dev/sda1
: did you mean 'gpt'?
: did you mean 'gzip'?"
