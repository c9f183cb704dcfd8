#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk image from a tar archive
#
# Such as the root file system of a container (docker export …). Owners,
# modes, extended attributes and access control lists are kept; xattrs:true
# and acls:true ask for the last two.

guestfish -N disk.img=fs:ext4:256M -m /dev/sda1 <<'END'
tar-in rootfs.tar.gz / compress:gzip xattrs:true acls:true
END
