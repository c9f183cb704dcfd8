#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Arrays of logical volumes and volume groups on arrays are found again when
# the appliance starts, whichever is below; partitions of a named array have
# its name; an array that was stopped leaves nothing behind.

. "$(dirname "$0")/../lib.sh"
requires_appliance
truncate -s 150M a.img b.img
drives=(--format=raw -a a.img --format=raw -a b.img)
fish() { guestfish "${drives[@]}" run : "$@"; }

guestfish "${drives[@]}" <<'X'
run
pvcreate /dev/sda
pvcreate /dev/sdb
vgcreate va /dev/sda
vgcreate vb /dev/sdb
lvcreate l va 120
lvcreate l vb 120
md-create r1 "/dev/va/l /dev/vb/l" level:raid0
part-init /dev/md/r1 gpt
part-add /dev/md/r1 p 2048 20479
part-add /dev/md/r1 p 20480 -2048
mkfs ext4 /dev/md/r1p1
pvcreate /dev/md/r1p2
vgcreate top /dev/md127p2
lvcreate deep top 40
mkfs ext4 /dev/top/deep
X
got=$(fish list-md-devices : lvs : list-filesystems : vfs-type /dev/md/r1p1)
is "what a new appliance finds" "$got" "/dev/md127
/dev/top/deep
/dev/va/l
/dev/vb/l
/dev/md127p1: ext4
/dev/top/deep: ext4
ext4"

# Stopped and assembled again, it has its name.
got=$(fish vg-activate false top : md-stop /dev/md/r1 : list-md-devices : \
        lvm-scan true : list-md-devices : vfs-type /dev/md/r1p1)
is "an array assembled again" "$got" "/dev/md127
ext4"

# A mirror whose other half is gone runs; half of a stripe does not, and does
# not keep its disk from being used.
truncate -s 0 a.img b.img; truncate -s 100M a.img b.img
fish md-create half "/dev/sda /dev/sdb" level:raid1
truncate -s 0 b.img; truncate -s 100M b.img
is "half a mirror" "$(fish list-md-devices)" /dev/md127
truncate -s 0 a.img b.img; truncate -s 100M a.img b.img
fish md-create half "/dev/sda /dev/sdb" level:raid0
truncate -s 0 b.img; truncate -s 100M b.img
is "half a stripe" "$(fish list-md-devices : wipefs /dev/sda : vfs-type /dev/sda)" ""
is "what was half a stripe" \
  "$(fish pvcreate /dev/sda : pvs : list-md-devices)" /dev/sda
