#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Repair an NTFS file system so that it can be mounted
#
# ntfsfix mends what keeps NTFS from being mounted, and lets Windows check the
# rest when it boots the next time. It is no replacement for chkdsk.

guestfish -a disk.img <<'END'
run
ntfsfix /dev/sda1
mount /dev/sda1 /
ls /
END
