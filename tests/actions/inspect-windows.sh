#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two Windows on NTFS, one on an MBR and one, hibernated, on a GPT, beside disks
# that have nothing to do with them: letters are devices, and nothing is written.

. "$(dirname "$0")/../lib/storage.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3

guid=e1b2c3d4-0a1b-2c3d-4e5f-60718293a4b5

windows mbr/WINDOWS 14c
windows gpt/Windows aa64
{ printf hibr; head -c 8188 /dev/zero; } > gpt/hiberfil.sys
mkdir -p "gpt/System Volume Information"
hives <<'END'
> mbr/WINDOWS/System32/config/software
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Microsoft Windows Server 2003 R2"
"CurrentVersion"="5.2"
"CurrentBuildNumber"="3790"
[Microsoft\Windows\CurrentVersion\Uninstall\tool]
"DisplayName"="Tool"
"DisplayVersion"="2.0"
> mbr/WINDOWS/System32/config/system
[Select]
"Current"=dword:00000002
[ControlSet002\Services\Tcpip\Parameters]
"Hostname"="OLDBOX"
[MountedDevices]
"\\DosDevices\\C:"=hex:ef,be,ad,de,00,00,50,00,00,00,00,00
"\\DosDevices\\d:"=hex:ef,be,ad,de,00,00,10,00,00,00,00,00
"\\DosDevices\\E:"=hex:44,4d,49,4f,3a,49,44,3a,d4,c3,b2,e1,1b,0a,3d,2c,4e,5f,60,71,82,93,a4,b5
"\\DosDevices\\F:"=hex:ef,be,ad,de,00,00,20,00,00,00,00,00
"\\DosDevices\\G:"=hex:5c,00,3f,00,3f,00
"\\DosDevices\\H:"=hex:44,4d,49,4f,3a,49,44,3a,00,c3,b2,e1,1b,0a,3d,2c,4e,5f,60,71,82,93,a4,b5
> gpt/Windows/System32/config/SOFTWARE
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
"CurrentVersion"="6.3"
"CurrentMajorVersionNumber"=dword:0000000a
"CurrentMinorVersionNumber"=dword:00000000
"CurrentBuildNumber"="26100"
"InstallationType"="Client"
[Microsoft\Windows\CurrentVersion\Group Policy\History\{35378EAC-683F}]
[Microsoft\Windows Defender]
> old
[Select]
"Current"=dword:00000001
[ControlSet001\Services\Tcpip\Parameters]
"Hostname"="OLDNAME"
> new
[Select]
"Current"=dword:00000001
[ControlSet001\Services\Tcpip\Parameters]
"Hostname"="NEWBOX1"
[MountedDevices]
"\\DosDevices\\C:"=hex:44,4d,49,4f,3a,49,44,3a,d4,c3,b2,e1,1b,0a,3d,2c,4e,5f,60,71,82,93,a4,b5
END
python3 "$abs_top_srcdir/tests/lib/hive.py" dirty old new \
  gpt/Windows/System32/config/SYSTEM entries
for t in mbr gpt; do tar -C $t -cf $t.tar .; done

disk mbr.img 80M
disk gpt.img 80M
disk blank.img 1M
disk bare.img 8M
session <<S
add mbr.img $scratch
add gpt.img $scratch
add bare.img $scratch
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 10239
part-add /dev/sda p 10240 -1
pwrite-device /dev/sda "\xef\xbe\xad\xde" 440
part-init /dev/sdb gpt
part-add /dev/sdb p 2048 100000
part-set-gpt-guid /dev/sdb 1 $guid
mkfs ntfs /dev/sda1
mkfs ntfs /dev/sda2
mkfs ntfs /dev/sdb1
mkfs ext2 /dev/sdc
mount /dev/sda2 /
tar-in mbr.tar /
umount /
mount /dev/sdb1 /
tar-in gpt.tar /
umount /
S
sums=$(sha256sum mbr.img gpt.img bare.img)

# questions ROOT
questions() {
  local q
  for q in inspect-get-{type,distro,product-name,product-variant,build-id} \
      inspect-get-{hostname,arch,major-version,minor-version,osinfo} \
      inspect-get-{package-format,windows-systemroot,windows-software-hive} \
      inspect-get-windows-system-hive \
      inspect-get-windows-current-control-set \
      inspect-get-windows-group-policy \
      inspect-get-{drive-mappings,mountpoints}; do
    echo "echo ${q#inspect-get-}"
    echo "-$q $1"
  done
}

# Blank and bare disks come first, and between.
session <<S
add blank.img readonly:true format:raw
add bare.img readonly:true format:raw
add mbr.img readonly:true format:raw
add gpt.img readonly:true format:raw
run
inspect-os
$(questions /dev/sdc2)
$(questions /dev/sdd1)
mount-ro /dev/sdc2 /
inspect-list-applications2 /dev/sdc2
umount /
mount-ro /dev/sdd1 /
inspect-list-applications2 /dev/sdd1
S
grep -v 'app2_.*: $' out > got
cat > expected <<'END'
/dev/sdc2
/dev/sdd1
type
windows
distro
windows
product-name
Microsoft Windows Server 2003 R2
product-variant
unknown
build-id
3790
hostname
OLDBOX
arch
i386
major-version
5
minor-version
2
osinfo
win2k3r2
package-format
unknown
windows-systemroot
/WINDOWS
windows-software-hive
/WINDOWS/System32/config/software
windows-system-hive
/WINDOWS/System32/config/system
windows-current-control-set
ControlSet002
windows-group-policy
false
drive-mappings
C: /dev/sdc2
d: /dev/sdc1
E: /dev/sdd1
mountpoints
/: /dev/sdc2
type
windows
distro
windows
product-name
Windows 10 Pro
product-variant
Client
build-id
26100
hostname
NEWBOX1
arch
aarch64
major-version
10
minor-version
0
osinfo
win11
package-format
unknown
windows-systemroot
/Windows
windows-software-hive
/Windows/System32/config/SOFTWARE
windows-system-hive
/Windows/System32/config/SYSTEM
windows-current-control-set
ControlSet001
windows-group-policy
true
drive-mappings
C: /dev/sdd1
mountpoints
/: /dev/sdd1
[0] = {
  app2_name: tool
  app2_display_name: Tool
  app2_epoch: 0
  app2_version: 2.0
}
[0] = {
  app2_name: WinDefend
  app2_display_name: Microsoft Defender Antivirus
  app2_epoch: 0
  app2_publisher: Microsoft Corporation
  app2_class: antivirus
}
END
diff -u expected got || fail "other answers"
is "what is on the disks" "$(sha256sum mbr.img gpt.img bare.img)" "$sums"
