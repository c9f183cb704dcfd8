#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Repair an NTFS file system so that it can be mounted.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ntfs:64M -m /dev/sda1 write /kept kept
# The copy of the first entries of the file table is damaged.
python3 - <<'END'
import struct
start = 0
with open("disk.img", "r+b") as f:
    f.seek(446 + 8)
    start = struct.unpack("<I", f.read(4))[0] * 512
    f.seek(start)
    boot = f.read(512)
    cluster = boot[13] * struct.unpack("<H", boot[11:13])[0]
    mirror, = struct.unpack("<Q", boot[56:64])
    f.seek(start + mirror * cluster)
    f.write(bytes(1024))
END
! guestfish --ro --format=raw -a disk.img -m /dev/sda1 ls / > before 2>&1 ||
  fail "it could be mounted before"
recipe
prints kept
guestfish --ro --format=raw -a disk.img -m /dev/sda1 ls / > after
is "files afterwards" "$(cat after)" kept
