#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Give a copied file system another UUID
#
# Two disks with the same UUIDs must not be in one machine. The file system
# must not be mounted. Change it where it is used, too: here in /etc/fstab.

guestfish -a copy.img <<'END'
run
vfs-uuid /dev/sda1 | cat > old
set-uuid-random /dev/sda1
vfs-uuid /dev/sda1 | cat > new
mount /dev/sda1 /
download /etc/fstab fstab
!sed -i "s/$(cat old)/$(cat new)/" fstab
upload fstab /etc/fstab
END
