#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Installation and live media are no systems, and cost no warning: beside a
# system that is installed, they make no second one of it.

. "$(dirname "$0")/../lib/storage.sh"
if command -v xorriso >/dev/null; then
  make_iso() { xorriso -as mkisofs "$@"; }
elif command -v genisoimage >/dev/null; then
  make_iso() { genisoimage "$@"; }
else
  skip "neither xorriso nor genisoimage is installed"
fi

# medium NAME FILE…: each with a line of text; the image is NAME.iso.
media=()
medium() {
  local name=$1 f; shift
  for f; do
    mkdir -p "$name/$(dirname "$f")"
    echo "This is $f" > "$name/$f"
  done
  make_iso -quiet -J -R -V "$name" -o "$name.iso" "$name" 2> log ||
    fail "$name.iso: $(cat log)"
  media+=(-a "$name.iso")
}

medium debian .disk/info dists/bookworm/Release pool/main/b/bash.deb \
  install.amd/vmlinuz install.amd/initrd.gz isolinux/isolinux.cfg \
  boot/grub/grub.cfg EFI/boot/bootx64.efi README.txt md5sum.txt
medium ubuntu .disk/info casper/vmlinuz casper/filesystem.squashfs \
  dists/noble/Release boot/grub/grub.cfg EFI/boot/bootx64.efi
medium fedora .discinfo .treeinfo images/install.img images/pxeboot/vmlinuz \
  Packages/b/bash.rpm repodata/repomd.xml EFI/BOOT/grub.cfg isolinux/isolinux.cfg
medium live LiveOS/squashfs.img images/pxeboot/vmlinuz boot/grub2/grub.cfg
medium windows sources/boot.wim sources/install.wim sources/setup.exe \
  bootmgr boot/bcd efi/boot/bootx64.efi setup.exe autorun.inf
medium xp I386/NTLDR I386/SYSTEM32/SMSS.EXE I386/TXTSETUP.SIF WIN51 SETUP.EXE \
  DOCS/README.TXT
# A Windows PE that was unpacked to start the installation.
. "$abs_top_srcdir/tests/lib/windows.sh"
windows winpe/Windows
hive winpe/Windows/System32/config/SOFTWARE <<'END'
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
"CurrentVersion"="6.3"
"InstallationType"="WindowsPE"
END
hive winpe/Windows/System32/config/SYSTEM <<'END'
[Select]
"Current"=dword:00000001
END
medium winpe sources/install.wim setup.exe

roots() {
  guestfish --format=raw --ro "$@" 2> errors <<'END'
run
inspect-os
END
  is "warnings of: $*" "$(cat errors)" ""
}
is "systems of media" "$(roots "${media[@]}")" ""

disk system.img 20M
session <<END
add system.img $scratch
run
mkfs ext2 /dev/sda
mount /dev/sda /
mkdir /etc
write /etc/os-release "ID=debian\nVERSION_ID=12\n"
END
is "systems of media and a disk" \
  "$(roots -a debian.iso -a system.img -a windows.iso -a winpe.iso)" /dev/sdb
