#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every kind of drive and every option, in a clone as in a booted machine.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"
requires qemu-img qemu-nbd

borrow
# Nothing below may fall back to booting.
export LIBGUESTFS_TEMPLATE=force

# ---- Kinds and options ----

truncate -s 3M raw.img four.img
printf 'in raw' | dd of=raw.img conv=notrunc status=none
cp raw.img readonly.img
cp raw.img base.img
chmod 444 readonly.img
sum=$(sha256sum readonly.img)
qemu-img create -q -f qcow2 plain.qcow2 5M
qemu-img create -q -f qcow2 -b base.img -F raw above.qcow2
truncate -s 9M served.img
printf 'in served' | dd of=served.img conv=notrunc status=none
# The name of a socket must be short.
socket=$(mktemp -d /tmp/nbd.XXXXXX)
at_exit "rm -rf $socket"
qemu-nbd -f raw -k "$socket/s" -t served.img &
server=$!
at_exit "kill $server"
for _ in $(seq 100); do [ ! -S "$socket/s" ] || break; sleep 0.05; done

cat > kinds.fish <<END
add-drive raw.img format:raw label:first name:vda cachemode:unsafe discard:enable
add-drive readonly.img readonly:true format:raw copyonread:true
add-drive plain.qcow2 format:qcow2 discard:besteffort cachemode:writeback
add-drive-ro base.img
add-drive four.img format:raw blocksize:4096 label:four
add-drive "" protocol:nbd "server:'unix:$socket/s'" format:raw
add-drive /dev/null
add-drive-ro above.qcow2
add-cdrom readonly.img
add-drive-scratch 7M label:scratch
run
list-devices
list-disk-labels
blockdev-getss /dev/sda
blockdev-getss /dev/sde
pread-device /dev/sda 6 0
pread-device /dev/sdb 6 0
pread-device /dev/sdd 6 0
pread-device /dev/sdf 9 0
pread-device /dev/sdh 6 0
pread-device /dev/sdi 6 0
blockdev-getsize64 /dev/sdc
blockdev-getsize64 /dev/sdg
blockdev-getsize64 /dev/sdj
pwrite-device /dev/sda "seen in raw" 512
pwrite-device /dev/sdb "not seen" 512
pwrite-device /dev/sdc "seen in qcow2" 512
pwrite-device /dev/sdf "seen in nbd" 512
-pwrite-device /dev/sdi "not seen" 512
scratch 8M label:late
list-devices
list-disk-labels
blockdev-getsize64 /dev/sdk
remove-drive late
add-drive readonly.img readonly:true label:again
pread-device /dev/sdk 6 0
nr-devices
shutdown
END
LIBGUESTFS_DEBUG=1 guestfish -f kinds.fish > cloned 2> log ||
  fail "$(cat log)"
cloned
LIBGUESTFS_TEMPLATE=0 guestfish -f kinds.fish > booted 2>&1 || :
grep -v 'libguestfs: error' booted | diff -u - cloned ||
  fail "a clone has other drives than a booted machine"
for text in 'four: /dev/sde' 'late: /dev/sdk' 'scratch: /dev/sdj' 'in served'
do
  grep -qF "$text" cloned || fail "not there: $text: $(cat cloned)"
done
is "the image that is only read" "$(sha256sum readonly.img)" "$sum"
grep -qaF 'seen in raw' raw.img || fail "nothing was written to raw.img"
! grep -qaF 'not seen' raw.img || fail "a drive that is only read was written"
grep -qaF 'seen in nbd' served.img || fail "nothing was written to the server"
qemu-img convert -O raw plain.qcow2 back
grep -qaF 'seen in qcow2' back || fail "nothing was written to plain.qcow2"

# ---- A drive that QEMU refuses is the drive's fault ----

unset LIBGUESTFS_TEMPLATE
echo 'this is no qcow2' > broken.img
fails_with '^libguestfs: error: .*broken.img' \
  guestfish add-drive broken.img format:qcow2 : run
launch
cloned

# ---- What is composed of several ----

truncate -s 64M pv.img md-{a,b}.img
members="add md-a.img format:raw : add md-b.img format:raw"
# shellcheck disable=SC2086
guestfish $members : add pv.img format:raw : run : \
  debug sh "mdadm --create /dev/md/x --run --level=1 --raid-devices=2 \
    --metadata=1.2 /dev/sda /dev/sdb 2>&1 && mdadm --stop --scan 2>&1" : \
  pvcreate /dev/sdc : vgcreate VG /dev/sdc : lvcreate LV VG 16 > log 2>&1 ||
  fail "neither an array nor a group: $(cat log)"
# shellcheck disable=SC2086
guestfish $members : add pv.img format:raw : run : list-md-devices : lvs : \
  blockdev-getsize64 /dev/VG/LV > found || fail "not all of it is found"
is "the array, the volume, and its size" "$(tr '\n' ' ' < found)" \
  "/dev/md127 /dev/VG/LV 16777216 "
