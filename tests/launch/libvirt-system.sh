#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The libvirt backend as root: QEMU runs as another user, who gets what it needs
# and nothing for longer; what stands in the way is said before launch.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
requires qemu-img qemu-system-x86_64
libvirtd_start
requires_readable_appliance libvirt-qemu

state_of() { stat -c '%n %U:%G %a' "$@"; getfacl_of "$@"; }
# getfacl is not everywhere: is there a list at all?
getfacl_of() {
  python3 -c 'import os, sys
for f in sys.argv[1:]: print(f, os.listxattr(f))' "$@"
}
guestfish_in() { in_libvirt env LIBGUESTFS_BACKEND=libvirt guestfish "$@"; }

guestfish_in -N disk.img=fs:ext4 -m /dev/sda1 write /cold yes
chmod 600 disk.img
cp disk.img base.img
qemu-img create -q -f qcow2 -b base.img -F raw chain.qcow2
chmod 600 base.img chain.qcow2
state_of disk.img base.img chain.qcow2 "$LIBGUESTFS_PATH"/* > before

# Written to, read-only, and a chain of images.
guestfish_in -v add disk.img : add base.img readonly:true : \
  add chain.qcow2 readonly:true : run : \
  mount /dev/sda1 / : write /warm yes : umount / : \
  mount /dev/sdb1 / : cat /cold : umount / : \
  mount /dev/sdc1 / : cat /cold > out 2> log || fail "$(cat log)"
is "what was read" "$(cat out)" "$(printf 'yes\nyes')"
grep -q 'template: started from' log || fail "no template: $(grep template log)"
grep -q 'user\|libvirt-qemu' log || fail "QEMU does not run as another user"
# Another QEMU, without libvirt, reads it.
is "what was written" "$(LIBGUESTFS_BACKEND=direct guestfish --ro \
  -a disk.img -m /dev/sda1 cat /cold : cat /warm)" "$(printf 'yes\nyes')"
cmp -s base.img <(guestfish_in --ro -a base.img run : download /dev/sda /dev/stdout) ||
  fail "base.img has changed"

# Nothing is left: no owner, mode or list has changed.
state_of disk.img base.img chain.qcow2 "$LIBGUESTFS_PATH"/* > after
diff -u before after || fail "not as it was"
is "domains" "$(virsh_system list --all --name)" ""
is "secrets" "$(virsh_system secret-list)" ""
is "logs" "$(ls virt/log/qemu)" ""
is "temporary files" "$(ls -d "$test_tmp"/libguestfs* 2>/dev/null)" ""

# In the way.
mkdir -m 700 closed
mv base.img closed/
for backend in "" "template=0"; do
  fails_with "closed/base.img: libvirt runs QEMU as user libvirt-qemu, who may not pass through the directory .*/closed \(.*mode 0700\): run setfacl -m u:libvirt-qemu:x .*/closed, or set LIBGUESTFS_BACKEND=direct" \
    in_libvirt env LIBGUESTFS_BACKEND=libvirt \
    LIBGUESTFS_BACKEND_SETTINGS="$backend" guestfish --ro -a closed/base.img run
done
# The same for a drive that is plugged in; and what was given for one goes with
# it, or when it is refused, not only with the machine.
truncate -s 1M extra.img
chmod 600 extra.img
cat > list.py <<'END'
import os
print(*(os.listxattr(f) for f in ("extra.img", "closed/base.img")))
END
cat > plug.fish <<'END'
run
add-drive extra.img format:raw label:extra
!python3 list.py
remove-drive extra
!python3 list.py
-add-drive closed/base.img format:raw readonly:true
list-devices
add-drive extra.img format:raw blocksize:512
-add-drive extra.img format:qcow2
!python3 list.py
END
guestfish_in -f plug.fish > out 2> log || fail "$(cat log)"
matches "a drive that is plugged in" "$(cat log)" \
  'closed/base.img: libvirt runs QEMU as user libvirt-qemu, who may not pass'
is "lists while there is a drive, and afterwards" "$(cat out)" \
  "['system.posix_acl_access'] []
[] []
['system.posix_acl_access'] []"
is "lists when the machine has ended" "$(python3 list.py)" "[] []"

# Below an image that is not in the way itself.
qemu-img create -q -f qcow2 -b closed/base.img -F raw above.qcow2
for ro in readonly:true readonly:false; do
  fails_with "/closed/base.img: libvirt runs QEMU as user libvirt-qemu, who may not pass through the directory .*/closed \(.*run setfacl -m u:libvirt-qemu:x .*/closed" \
    guestfish_in add above.qcow2 format:qcow2 $ro : run
done
if command -v setfacl > /dev/null; then
  setfacl -m u:libvirt-qemu:x closed
  is "after what the message says" \
    "$(guestfish_in --ro -a above.qcow2 -m /dev/sda1 cat /cold)" yes
else
  skip_part "setfacl is not installed"
fi
is "domains" "$(virsh_system list --all --name)" ""

# A disk that its machine, which writes to it, has open can be read.
cp disk.img lower.img
qemu-img create -q -f qcow2 -b lower.img -F raw running.qcow2
qemu-system-x86_64 -S -display none -nodefaults -machine q35,accel=tcg -m 64 \
  -drive file=disk.img,format=raw,if=virtio \
  -drive file=running.qcow2,format=qcow2,if=virtio -pidfile pid -daemonize
at_exit 'kill $(cat "$test_tmp/pid")'
is "disk of a running machine" \
  "$(guestfish_in --ro -a disk.img -m /dev/sda1 cat /warm)" yes
# So can an image with a format, or what is above it: more in libvirt-running.
qemu-img create -q -f qcow2 -b running.qcow2 -F qcow2 over.qcow2
is "image below that of a running machine" \
  "$(guestfish_in --ro -a over.qcow2 -m /dev/sda1 cat /warm)" yes
fails_with 'Failed to get .* lock' in_libvirt env LIBGUESTFS_BACKEND=libvirt guestfish \
  --format=raw -a disk.img run

# A passt that does not run, or that libvirt does not know: there is a network
# nevertheless.
mkdir passt
printf '#!/bin/sh\nexit 1\n' > passt/passt
chmod +x passt/passt
if in_libvirt mount -t overlay overlay -o "lowerdir=$PWD/passt:/usr/bin" \
     /usr/bin 2> log; then
  out=$(guestfish_in -v --network scratch 1M : run : \
    debug sh 'ip -o -4 addr show dev eth0' 2> log) || fail "$(cat log)"
  matches "network" "$out" "169\.254\.2\.15/16"
  matches "why" "$(cat log)" "network without passt: .*passt"
else
  skip_part "no passt that does not run: $(cat log)"
fi
