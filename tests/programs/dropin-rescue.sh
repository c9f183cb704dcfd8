#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Debian's virt-rescue on our library: the shell, its escape key, and a clean
# end; and its virt-copy-in with our guestfish.

. "$(dirname "$0")/../lib/peer.sh"
root=$("$abs_top_srcdir/tools/peer-root" 2>why) || skip "$(cat why)"
[ -x "$root/usr/bin/virt-rescue" ] || skip "$root has no virt-rescue"
requires_appliance
requires python3 mke2fs debugfs e2fsck
borrow_libraries "$root" "$root/usr/bin/virt-rescue"
export TERM=dumb INPUTRC=/dev/null

mkdir -p root/{etc,bin}
printf 'ID=alpine\nVERSION_ID=3.19.0\nPRETTY_NAME=Plain\n' > root/etc/os-release
touch root/etc/fstab
mke2fs -q -t ext4 -d root disk.img 16M

# rescue: with what is typed
rescue() {
  LD_LIBRARY_PATH=$PWD/lib:$LD_LIBRARY_PATH \
    python3 "$abs_top_srcdir/tests/lib/terminal.py" \
    "$root/usr/bin/virt-rescue" --format=raw -a disk.img "$@" > out 2>&1 ||
    fail "virt-rescue: $(cat out)"
}
rescue -i <<'END'
><rescue> |tty; echo one > /sysroot/one\n
/dev/ttyS0|
><rescue> |exit\n
END
rescue -m /dev/sda <<'END'
><rescue> |cat /sysroot/one; echo two > /sysroot/two\n
one|
><rescue> |\x1d
SLEEP 1
|q
END
is "what was written" "$(debugfs -R 'cat /two' disk.img 2>/dev/null)" two
e2fsck -fn disk.img > log 2>&1 || fail "not unmounted: $(cat log)"

echo three > three
bash "$root/usr/bin/virt-copy-in" --format=raw -a disk.img three /etc
is "what was copied" "$(debugfs -R 'cat /etc/three' disk.img 2>/dev/null)" three
