#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Drives in a running machine: order, overlays that keep the image as it is,
# writes that arrive, hot-plug, sector sizes, and a drive from a server.

. "$(dirname "$0")/../lib.sh"
requires qemu-img
requires_appliance

# What the guest writes must show in the file, seen with other eyes.
has_text() { grep -qaF "$1" "$2"; }

truncate -s 3M raw.img
echo "the original" | dd of=raw.img conv=notrunc status=none
qemu-img create -q -f qcow2 disk.qcow2 5M
cp raw.img readonly.img
chmod 444 readonly.img
sum=$(sha256sum readonly.img)

guestfish > out <<'EOF'
add raw.img format:raw
add-ro readonly.img
add disk.qcow2 format:qcow2 blocksize:4096 label:quark
add /dev/null
scratch 7M
run
list-devices
blockdev-getsize64 /dev/sda
blockdev-getsize64 /dev/sdb
blockdev-getsize64 /dev/sdc
blockdev-getsize64 /dev/sdd
blockdev-getsize64 /dev/sde
blockdev-getss /dev/sda
blockdev-getss /dev/sdc
list-disk-labels
pwrite-device /dev/sda "written to raw" 4096
pwrite-device /dev/sdb "written to overlay" 4096
pread-device /dev/sdb 18 4096
echo
mkfs ext2 /dev/sdc
scratch 9M label:late
list-devices
blockdev-getsize64 /dev/sdf
list-disk-labels
remove-drive late
nr-devices
scratch 11M label:later
blockdev-getsize64 /dev/sdf
remove-drive quark
list-devices
shutdown
EOF
cat > expected <<'EOF'
/dev/sda
/dev/sdb
/dev/sdc
/dev/sdd
/dev/sde
3145728
3145728
5242880
4096
7340032
512
4096
quark: /dev/sdc
14
18
written to overlay
/dev/sda
/dev/sdb
/dev/sdc
/dev/sdd
/dev/sde
/dev/sdf
9437184
late: /dev/sdf
quark: /dev/sdc
5
11534336
/dev/sda
/dev/sdb
/dev/sdd
/dev/sde
/dev/sdf
EOF
diff -u expected out || fail "drives are not as they should be"
has_text "written to raw" raw.img || fail "what was written did not arrive"
is "read-only image" "$(sha256sum readonly.img)" "$sum"
qemu-img check -q disk.qcow2 || fail "disk.qcow2 is damaged"
is "nothing left in the temporary directory" "$(find . -name 'libguestfs*')" ""

# More drives than there are letters, the sizes tell their order.
{
  for i in $(seq 30); do echo "scratch ${i}M"; done
  echo run
  echo blockdev-getsize64 /dev/sdz
  echo blockdev-getsize64 /dev/sdaa
  echo blockdev-getsize64 /dev/sdad
} | guestfish > out
is "order of 30 drives" "$(tr '\n' ' ' < out)" "27262976 28311552 31457280 "

# From a server, read and written.
if command -v qemu-nbd > /dev/null; then
  # A list of servers: the quotes keep the name with a space together.
  socket=$(mktemp -d "/tmp/nbd XXXXXX")
  at_exit "rm -rf '$socket'"
  qemu-nbd --shared=5 --fork --pid-file nbd.pid -t -f raw -k "$socket/s" raw.img
  at_exit "kill $(cat nbd.pid)"
  guestfish add '' protocol:nbd "server:'unix:$socket/s'" format:raw : \
    add '' protocol:nbd "server:'unix:$socket/s'" readonly:true : \
    run : pwrite-device /dev/sda "over the wire" 8192 : \
    pwrite-device /dev/sdb "not over the wire" 16384 : shutdown > out
  has_text "over the wire" raw.img || fail "nbd: what was written did not arrive"
  # The server has the image open for writing.
  fails_with 'launch: .*lock: Is another process using the image' \
    guestfish add raw.img format:raw : run
  ! has_text "not over the wire" raw.img || fail "nbd: a read-only drive was written"
fi
