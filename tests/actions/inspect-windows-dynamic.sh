#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Windows on a volume of a dynamic disk, which Windows names by its GUID.

. "$(dirname "$0")/../lib/storage.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3 xz
requires_image ldm-data.tar.xz

image=ldm-2003r2-simple-1.img
volume=/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume1
tar -xJf "$test_images/ldm-data.tar.xz" $image
chmod u+w $image

windows tree/WINDOWS
# The GUID is 6e30daae-8e42-40fb-9af0-807416c3fede.
hives <<'END'
> tree/WINDOWS/System32/config/software
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Microsoft Windows Server 2003 R2"
> tree/WINDOWS/System32/config/system
[Select]
"Current"=dword:00000001
[ControlSet001]
[MountedDevices]
"\\DosDevices\\C:"=hex:44,4d,49,4f,3a,49,44,3a,ae,da,30,6e,42,8e,fb,40,9a,f0,80,74,16,c3,fe,de
"\\DosDevices\\D:"=hex:44,4d,49,4f,3a,49,44,3a,6e,30,da,ae,8e,42,40,fb,9a,f0,80,74,16,c3,fe,de
"\\DosDevices\\E:"=hex:44,4d,49,4f,3a,49,44,3a,00,da,30,6e,42,8e,fb,40,9a,f0,80,74,16,c3,fe,de
END
tar -C tree -cf tree.tar .

session <<S
add $image $scratch
run
mount $volume /
tar-in tree.tar /
S
session <<S
add $image readonly:true format:raw
run
inspect-os
inspect-get-product-name $volume
inspect-get-drive-mappings $volume
S
diff -u - out <<END || fail "other answers"
$volume
Microsoft Windows Server 2003 R2
C: $volume
D: $volume
END
