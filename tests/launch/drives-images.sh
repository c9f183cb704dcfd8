#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Images that cannot be used say so: when they are added, or at launch before
# QEMU is started.  No machine runs here.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"
requires qemu-img

# If QEMU is reached although the image is bad, this shows up as the error.
fake_qemu 'echo "fake-qemu: was started" >&2; exit 1'

# ---- At add time ----

fails_with 'add_drive: missing.img: No such file' guestfish add missing.img
fails_with 'add_drive: /etc: is a directory' guestfish add /etc
fails_with 'add_drive_ro: /etc: is a directory' guestfish add-ro /etc
fails_with 'add_drive: /dev/tty: is neither' guestfish add /dev/tty
mkfifo pipe
fails_with 'add_drive: pipe: is neither' guestfish add pipe
fails_with 'add_drive: the file name is empty' guestfish add ''
truncate -s 1M disk.img
fails_with 'add_drive: format q c: QEMU has no such' guestfish add disk.img format:'q c'
fails_with 'add_drive: format frob: .*use one of.* qcow2 .*vmdk' \
  guestfish --format=frob -a disk.img
guestfish --format=vdi -a disk.img debug-drives > /dev/null ||
  fail "a format that QEMU has was refused"
fails_with 'add_drive: iface v\$' guestfish add disk.img iface:'v$'
fails_with 'add_drive: cachemode directsync: .*writeback.*unsafe' \
  guestfish add disk.img cachemode:directsync
fails_with 'add_drive: blocksize 1000' guestfish add disk.img blocksize:1000
fails_with 'add_drive: label .*20 letters' \
  guestfish add disk.img label:abcdefghijklmnopqrstu
fails_with 'add_drive: protocol x: .*nbd' guestfish add disk.img protocol:x
fails_with 'add_drive_scratch: label one: already' \
  guestfish add disk.img label:one : scratch 1M label:one
fails_with 'remove_drive: label two' guestfish remove-drive two
fails_with 'add_drive_scratch: size 0' guestfish scratch 0

# The 256th is one too many.
for _ in $(seq 255); do echo "scratch 1M"; done > many
guestfish -f many || fail "255 drives should be possible"
echo "scratch 1M" >> many
fails_with 'add_drive_scratch: too many drives: at most 255' guestfish -f many

# ---- At launch ----

launch() { guestfish add "$@" : run; }

qemu-img create -q -f qcow2 good.qcow2 1M
fails_with 'was started' launch good.qcow2 format:qcow2
fails_with 'launch: .*/disk.img: .*not in qcow2 format' launch disk.img format:qcow2

qemu-img create -q -f qcow2 base.qcow2 1M
qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 top.qcow2
rm base.qcow2
fails_with 'launch: .*/top.qcow2: .*base.qcow2.*No such file' \
  launch top.qcow2 format:qcow2

# What QEMU has the key of: the image, or one below it.
printf secret > key
if qemu-img create -q --object secret,id=s,file=key -f qcow2 \
     -o encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10 \
     secret.qcow2 1M 2> /dev/null; then
  qemu-img create -q -f qcow2 -b secret.qcow2 -F qcow2 above.qcow2 1M
  for image in secret above; do
    fails_with 'launch: .*/secret.qcow2: QEMU encrypts .*qemu-img convert' \
      launch $image.qcow2 format:qcow2
  done
  # LUKS as a whole is a disk for the appliance.
  qemu-img create -q --object secret,id=s,file=key -f luks \
    -o key-secret=s,iter-time=10 secret.luks 1M
  fails_with 'was started' launch secret.luks format:raw
else
  skip_part "qemu-img has no encryption"
fi

# Two images below each other for ever.
qemu-img create -q -f qcow2 a.qcow2 1M
qemu-img create -q -f qcow2 b.qcow2 1M
qemu-img rebase -q -u -b b.qcow2 -F qcow2 a.qcow2
qemu-img rebase -q -u -b a.qcow2 -F qcow2 b.qcow2
fails_with 'launch: .*/b.qcow2: its backing file .*/a.qcow2 .* loop' \
  timeout 60 guestfish add a.qcow2 format:qcow2 : run

head -c 100 good.qcow2 > short.qcow2
fails_with 'launch: .*/short.qcow2: ' launch short.qcow2 format:qcow2

# A raw format that is guessed on a disk that can be written to: a warning.
guestfish add disk.img : run 2> log && fail "fake QEMU should have failed"
matches "warning" "$(cat log)" 'warning: .*/disk.img: format not given .*raw'
guestfish add-ro disk.img : run 2> log && fail "fake QEMU should have failed"
is "warning for a read-only drive" "$(grep -c warning log)" 0
guestfish add good.qcow2 : run 2> log && fail "fake QEMU should have failed"
is "warning for a qcow2" "$(grep -c warning log)" 0

# A QEMU without the driver of a protocol.
cat > qemu-img <<'EOT'
#!/bin/sh
echo "qemu-img: Could not open 'json:{}': Unknown driver 'ssh'" >&2
exit 1
EOT
chmod +x qemu-img
PATH=$PWD:$PATH fails_with 'add_drive: protocol ssh: this QEMU cannot .*qemu-block-extra' \
  guestfish --format=raw -a ssh://localhost/x run
PATH=$PWD:$PATH fails_with 'add_drive: protocol ssh: this QEMU cannot .*qemu-block-extra' \
  guestfish -a ssh://localhost/x run
rm qemu-img

# ---- Questions and making ----

is "format" "$(guestfish disk-format good.qcow2)" qcow2
is "format" "$(guestfish disk-format disk.img)" raw
is "size" "$(guestfish disk-virtual-size good.qcow2)" 1048576
is "backing" "$(guestfish disk-has-backing-file good.qcow2)" false
is "backing" "$(guestfish disk-has-backing-file top.qcow2)" true
fails_with 'disk_format: missing: No such file' guestfish disk-format missing

guestfish disk-create new.img raw 1M
is "raw size" "$(stat -c '%s %b' new.img)" "1048576 0"
guestfish disk-create new.img raw 1M preallocation:full
[ "$(stat -c %b new.img)" -ge 2048 ] || fail "preallocation:full took no space"
guestfish disk-create new.qcow2 qcow2 2M clustersize:4096 compat:0.10
matches "qcow2" "$(qemu-img info new.qcow2)" 'cluster_size: 4096.*compat: 0.10'
guestfish -- disk-create over.qcow2 qcow2 -1 backingfile:good.qcow2 backingformat:qcow2
is "overlay" "$(guestfish disk-virtual-size over.qcow2)" 1048576
guestfish -- disk-create over2.qcow2 qcow2 -1 backingfile:good.qcow2
matches "backing format is found" "$(qemu-img info over2.qcow2)" \
  'backing file format: qcow2'
guestfish disk-create nbd:x.qcow2 qcow2 1M
[ -f ./nbd:x.qcow2 ] || fail "a file name was taken for an address"
fails_with 'disk_create: x: format vdi' guestfish disk-create x vdi 1M
fails_with 'disk_create: x: .*backing' guestfish disk-create x raw 1M backingfile:good.qcow2
fails_with 'disk_create: /nonexistent/x: ' guestfish disk-create /nonexistent/x raw 1M
fails_with 'disk_create: /nonexistent/x: ' guestfish disk-create /nonexistent/x qcow2 1M
