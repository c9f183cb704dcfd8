#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# inspect_os uses what list_filesystems has found just before, and only then:
# a call between them may have changed the disks.

. "$(dirname "$0")/../lib.sh"
requires mkfs.ext4
requires_appliance

mkdir -p tree/{etc,bin}
echo 'ID=debian' > tree/etc/os-release
echo '/dev/sda / ext4 defaults 0 1' > tree/etc/fstab
truncate -s 10M root.img disk.img
mkfs.ext4 -q -d tree root.img
is "systems" "$(guestfish --format=raw -a disk.img <<'END'
run
list-filesystems
upload root.img /dev/sda
inspect-os
list-filesystems
inspect-os
inspect-os
list-filesystems
zero-device /dev/sda
inspect-os
END
)" "/dev/sda: unknown
/dev/sda
/dev/sda: ext4
/dev/sda
/dev/sda
/dev/sda: ext4"
