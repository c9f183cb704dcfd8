#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A disk on which SYSLINUX or GRUB was installed starts: what the boot loader
# was told to say comes out of the serial port of a machine with that disk.

. "$(dirname "$0")/../lib.sh"
qemu=qemu-system-$(uname -m)
[ "$(uname -m)" = x86_64 ] || skip "these boot loaders are for x86_64"
requires "$qemu"
requires_appliance

# boots IMAGE TEXT
boots() {
  local pid i
  : >serial
  "$qemu" -machine accel=tcg -m 128 -nodefaults -display none -no-reboot \
    -drive "file=$1,format=raw" -serial file:serial \
    2>qemu.err &
  pid=$!
  at_exit "kill $pid 2>/dev/null"
  for ((i = 0; i < 300; i++)); do
    ! grep -qF "$2" serial || break
    kill -0 $pid 2>/dev/null || break
    sleep 0.2
  done
  kill $pid 2>/dev/null || true
  wait $pid 2>/dev/null || true
  grep -qF "$2" serial || fail "$1 did not say '$2': $(head -c 300 serial)"
}

groups=$(guestfish -a /dev/null run : \
           feature-available syslinux : feature-available grub)
# shellcheck disable=SC2086
set -- $groups

if [ "$1" = true ]; then
  guestfish -N syslinux.img=disk:32M <<'EOF'
mkfs vfat /dev/sda
syslinux /dev/sda
mount /dev/sda /
write /syslinux.cfg "SERIAL 0 115200\nDEFAULT missing\n"
EOF
  boots syslinux.img "Loading missing"
fi

if [ "$2" = true ]; then
  guestfish -N grub.img=fs:ext4:64M -m /dev/sda1 <<'EOF'
grub-install / /dev/sda
write /boot/grub/grub.cfg "serial --unit=0\nterminal_output serial\necho started by GRUB\nsleep 60\n"
EOF
  boots grub.img "started by GRUB"
fi

[ "$*" != "false false" ] || skip "the appliance has no boot loader"
