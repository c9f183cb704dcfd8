#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A directory of the host that QEMU shares is listed and mounted.

. "$(dirname "$0")/../lib.sh"
requires_appliance

mkdir share
echo 'from the host' > share/f
guestfish >out 2>err <<SCRIPT || fail "$(cat err)"
config -fsdev "local,id=f,path=$PWD/share,security_model=none"
config -device virtio-9p-pci,fsdev=f,mount_tag=share
scratch 1M
run
list-9p
mount-9p share /
cat /f
write /g "from the guest\n"
umount /
mount-9p share / options:ro
-touch /h
mountpoints
SCRIPT
is "output" "$(cat out)" "share
from the host

share: /"
is "what the guest wrote" "$(cat share/g)" "from the guest"
matches "writing with ro" "$(cat err)" "touch: /h: Read-only file system"
[ ! -e share/h ] || fail "a file was made through a read-only mount"
