#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Windows on an encrypted partition that the caller has opened: its letter is
# what opens the partition, because that can be mounted.

. "$(dirname "$0")/../lib/storage.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3

windows tree/Windows
hives <<'END'
> tree/Windows/System32/config/SOFTWARE
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
> tree/Windows/System32/config/SYSTEM
[MountedDevices]
"\\DosDevices\\C:"=hex:44,4d,49,4f,3a,49,44,3a,d4,c3,b2,e1,1b,0a,3d,2c,4e,5f,60,71,82,93,a4,b5
"\\DosDevices\\D:"=hex:44,4d,49,4f,3a,49,44,3a,d5,c3,b2,e1,1b,0a,3d,2c,4e,5f,60,71,82,93,a4,b5
END
tar -C tree -cf tree.tar .
echo key > keys

disk t.img 80M
fish_options=--keys-from-stdin keys=keys session <<S
add t.img $scratch
run
part-init /dev/sda gpt
part-add /dev/sda p 2048 100000
part-add /dev/sda p 102400 140000
part-set-gpt-guid /dev/sda 1 e1b2c3d4-0a1b-2c3d-4e5f-60718293a4b5
part-set-gpt-guid /dev/sda 2 e1b2c3d5-0a1b-2c3d-4e5f-60718293a4b5
$(quick_luks /dev/sda1 key)
cryptsetup-open /dev/sda1 win
mkfs ntfs /dev/mapper/win
mkfs ntfs /dev/sda2
mount /dev/mapper/win /
tar-in tree.tar /
S

fish_options=--keys-from-stdin keys=keys session <<S
add t.img readonly:true format:raw
run
echo closed:
inspect-os
cryptsetup-open /dev/sda1 win readonly:true
echo opened:
inspect-os
inspect-get-drive-mappings /dev/mapper/win
S
grep -v '^libguestfs: warning: /dev/sda1: ' out | diff -u - <(cat <<'END'
closed:
opened:
/dev/mapper/win
C: /dev/mapper/win
D: /dev/sda2
END
) || fail "other answers"
