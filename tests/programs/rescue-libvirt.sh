#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# virt-rescue -d, with the appliance in a domain of libvirt: the console is a
# socket of libvirt's QEMU; the shell ends the domain, and what was written is
# there.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"
requires_appliance
requires python3 mke2fs debugfs e2fsck
libvirtd_start
export TERM=dumb INPUTRC=/dev/null

mke2fs -q -t ext4 disk.img 16M
chmod 666 disk.img
cat > guest.xml <<END
<domain type='qemu'>
  <name>guest</name><memory unit='MiB'>64</memory>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='$PWD/disk.img'/><target dev='vda'/>
    </disk>
  </devices>
</domain>
END
virsh_system define guest.xml > log 2>&1 || fail "$(cat log)"

# rescue NAME < how it ends
rescue() {
  { printf '><rescue> |echo %s > /sysroot/%s; tty\\n\n/dev/ttyS0|\n' "$1" "$1"
    cat
  } | LIBGUESTFS_BACKEND=libvirt:qemu:///system in_libvirt \
        python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        virt-rescue -c qemu:///system -d guest -m /dev/sda > out 2>&1 ||
    fail "$1: $(cat out)"
  is "what was written" "$(debugfs -R "cat /$1" disk.img 2>/dev/null)" "$1"
  e2fsck -fn disk.img > log 2>&1 || fail "$1: not unmounted: $(cat log)"
  is "domains that run" "$(virsh_system list --name | grep . || :)" ""
}
rescue left <<'END'
><rescue> |exit\n
END
rescue quit <<'END'
><rescue> |\x1dq
END
