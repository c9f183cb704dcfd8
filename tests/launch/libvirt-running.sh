#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The libvirt backend reads the disks of a domain that runs: images of a format,
# chains of them, volumes and raw ones.  The domain goes on writing, its files
# are as they were, and no qemu-nbd is left, whatever happens.
# tier: slow

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
requires qemu-img qemu-io qemu-nbd qemu-system-x86_64 mkfs.ext4
libvirtd_start
requires_readable_appliance libvirt-qemu
export LIBGUESTFS_BACKEND=libvirt
mkdir temp
chmod 711 temp
export LIBGUESTFS_TMPDIR=$PWD/temp
in_fish() { in_libvirt guestfish -c qemu:///system "$@"; }

# ---- The domain: a system on an image with an odd name, a volume that is the
# top of a chain, and a raw image ----
mkdir -p system/{bin,etc,lib,root,var/log} pool
cat > system/etc/os-release <<'END'
ID=debian
VERSION_ID="12"
END
echo '/dev/vda / ext4 defaults 0 1' > system/etc/fstab
printf 'good day' > system/hello
truncate -s 64M system.img
mkfs.ext4 -q -F -d system system.img
odd="$PWD/a, b='%20{ü}:.qcow2"
qemu-img convert -O qcow2 system.img "$odd"
make_disk pool/base.img "good evening"
qemu-img create -q -f qcow2 -b base.img -F raw pool/middle.qcow2
qemu-img create -q -f qcow2 -b middle.qcow2 -F qcow2 pool/top.qcow2
make_disk raw.img "good night"
chmod 600 "$odd" pool/* raw.img
images=("$odd" pool/base.img pool/middle.qcow2 pool/top.qcow2 raw.img)
raw="<driver name='qemu' type='raw'/>"
cow="<driver name='qemu' type='qcow2'/>"
virsh_must pool-create-as images dir --target "$PWD/pool"
define guest \
  "type='file'>$cow<source file=\"$odd\"/>" \
  "type='volume'>$cow<source pool='images' volume='top.qcow2'/>" \
  "type='file'>$raw<source file='$PWD/raw.img'/>"
virsh_must start guest
at_exit 'virsh_system destroy guest > /dev/null 2>&1'

# What may not change.
state_of() {
  stat -c '%n %U:%G %a %Y %s' "$@"
  python3 -c 'import os, sys
for f in sys.argv[1:]:
    print(f, [(x, os.getxattr(f, x)) for x in sorted(os.listxattr(f))])' "$@"
  sha256sum "$@"
}
state_of "${images[@]}" > before
unchanged() { state_of "${images[@]}" | diff -u before - || fail "$1: not as it was"; }
servers() { our_processes '*/qemu-nbd'; }
no_servers() { [ -z "$(servers)" ]; }
ended() { no_servers && [ -z "$(ls temp)" ]; }
clean() {
  wait_until ended
  is "domains" "$(virsh_system list --all --name)" "guest"
  unchanged "$1"
}

# ---- It is read ----
is "-i" "$(in_fish --ro -d guest -i cat /hello 2>&1)" "good day"
clean "after -i"
in_fish --ro -d guest -v > out 2> log <<END || fail "$(cat log)"
run
mount /dev/sda /
cat /hello
write /hello forgotten
umount /
mount /dev/sdb /
cat /hello
umount /
mount /dev/sdc /
cat /hello
! ls temp/*/nbd* | wc -l
END
is "what was read" "$(head -3 out | tr '\n' ,)" "good day,good evening,good night,"
is "sockets" "$(sed -n 4p out)" 3
clean "after reading"


# ---- Into a running appliance, and out of it ----
in_fish > out 2> log <<END || fail "$(cat log)"
scratch 1M
run
add "$(printf '%s' "$odd" | sed 's/"/\\"/g')" readonly:true label:hot
mount /dev/disk/guestfs/hot /
cat /hello
umount /
! ls temp/*/nbd* | wc -l
remove-drive hot
! ls temp/*/nbd* 2>/dev/null | wc -l
END
is "added and removed" "$(tr '\n' , < out)" "good day,1,0,"
clean "after removing"

# ---- The program is killed: with a guard, and without ----
for guard in true false; do
  rm -f commands out
  mkfifo commands
  exec_in_libvirt guestfish -c qemu:///system < commands > out 2> log &
  program=$!
  exec 7> commands
  printf '%s\n' "recovery-proc $guard" "domain guest readonly:true" run \
    "echo ready" >&7
  for _ in {1..1200}; do grep -q ready out 2>/dev/null && break; sleep 0.1; done
  grep -q ready out || fail "did not start: $(cat log)"
  is "servers" "$(servers | wc -l)" 3
  kill -9 "$program"
  wait "$program" 2> /dev/null || :
  exec 7>&-
  [ $guard = true ] || { wait_until no_servers; rm -r temp/*; }
  wait_until ended
  for _ in {1..300}; do
    [ "$(virsh_system list --all --name)" != guest ] || break
    sleep 0.2
  done
  clean "killed, guard $guard"
done

# ---- What does not work ----
fails_with "launch failed: .*did not start the appliance" \
  in_fish --ro -d guest -- config -device no-such-device : run
clean "after a failed launch"

# All programs but qemu-nbd; then one that cannot read, and one that hangs.
mkdir bin
ln -s /bin/* /sbin/* /usr/bin/* /usr/sbin/* bin/ 2> /dev/null || :
rm bin/qemu-nbd
fish=$(command -v guestfish)
in_few() { in_libvirt env PATH="$PWD/bin" "$fish" -c qemu:///system "$@"; }
fails_with "launch: .*\.qcow2: a virtual machine that runs uses it, .*qemu-nbd, which is not there: install it \(package qemu-utils\), or set LIBGUESTFS_BACKEND=direct" \
  in_few --ro -d guest run
printf '#!/bin/sh\necho "qemu-nbd: Failed to open '"'json:{\"a\": 1}'"': No luck" >&2; exit 1\n' > bin/qemu-nbd
chmod +x bin/qemu-nbd
fails_with "launch: .*\.qcow2: .*qemu-nbd cannot read it: No luck$" \
  in_few --ro -d guest run
printf '#!/bin/sh\nexec tail -f /dev/null\n' > bin/qemu-nbd
fails_with "launch: .*\.qcow2: qemu-nbd did not open it within 20 seconds" \
  in_few --ro -d guest run
[ -z "$(our_processes '*/tail')" ] || fail "the one that hangs is left"
clean "after failures"

# ---- The machine itself writes, and its images are whole ----
for n in 0 1 2; do
  virsh_must qemu-monitor-command guest --hmp \
    "qemu-io -d /machine/peripheral/virtio-disk$n/virtio-backend \"write -P 7 60M 64k\""
done
is "state" "$(virsh_system domstate guest)" running
virsh_must destroy guest
for image in "$odd" pool/top.qcow2; do
  qemu-img check -q "$image" || fail "$image is damaged"
done
for image in "qcow2 $odd" "qcow2 $PWD/pool/top.qcow2" "raw $PWD/raw.img"; do
  matches "what the machine wrote, $image" \
    "$(qemu-io -r -f "${image%% *}" -c 'read -P 7 60M 64k' "${image#* }")" \
    "read 65536/65536"
done
# libvirt has given them back to whom they belonged.
is "owners" "$(stat -c %U "$odd" pool/top.qcow2 raw.img | sort -u)" root

# ---- A session of an ordinary user ----
requires_readable_appliance nobody
nobody_start
cp "$odd" "$nobody_home/disk.qcow2"
chown nobody "$nobody_home/disk.qcow2"
domain mine "type='file'>$cow<source file='$nobody_home/disk.qcow2'/>"
cp mine.xml "$nobody_home"
chmod 644 "$nobody_home/mine.xml"
virsh_session define "$nobody_home/mine.xml" > /dev/null
virsh_session start mine > /dev/null
at_exit 'virsh_session destroy mine > /dev/null 2>&1'
images=("$nobody_home/disk.qcow2")
state_of "${images[@]}" > before
is "session" "$(as_nobody env -u LIBGUESTFS_TMPDIR guestfish --ro -d mine -i \
  cat /hello)" "good day"
unchanged "session"
is "state" "$(virsh_session domstate mine)" running
is "domains" "$(virsh_session list --name)" mine
is "temporary files" "$(find "$nobody_home" -name 'libguestfs*')" ""
no_servers || fail "a server of the session is left"
virsh_session destroy mine > /dev/null
