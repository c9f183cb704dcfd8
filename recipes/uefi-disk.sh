#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk with an EFI system partition
#
# The firmware of UEFI machines looks for a partition of this type with FAT on
# it, and starts the file /EFI/BOOT/BOOTX64.EFI.

guestfish <<'END'
sparse disk.img 128M
run
part-init /dev/sda gpt
part-add /dev/sda primary 2048 133119
part-set-gpt-type /dev/sda 1 C12A7328-F81F-11D2-BA4B-00A0C93EC93B
mkfs vfat /dev/sda1 label:ESP
mount /dev/sda1 /
mkdir-p /EFI/BOOT
upload loader.efi /EFI/BOOT/BOOTX64.EFI
END
