#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk to exchange files with Windows
#
# NTFS on a partition of type 7, which Windows gives a drive letter. Attach it
# to the guest as a second disk.

guestfish <<'END'
sparse exchange.img 256M
run
part-disk /dev/sda mbr
part-set-mbr-id /dev/sda 1 7
mkfs ntfs /dev/sda1 label:exchange
mount /dev/sda1 /
copy-in drivers /
END
