#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The disks of domains of a real libvirtd: one that runs is read and never
# written to; pools, secrets and servers; a session; a server that stops.
# tier: slow

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
requires qemu-nbd
libvirtd_start
# Only these tests are about the domains; the appliance is QEMU's own.
export LIBGUESTFS_BACKEND=direct
in_fish() { in_libvirt guestfish -c qemu:///system "$@"; }

make_disk disk.img "good day"
qemu-img convert -O qcow2 disk.img disk.qcow2
cp disk.img served.img
mkdir pool
cp disk.img pool/raw.img
cp disk.qcow2 pool/cow.img
chmod 666 disk.img disk.qcow2 served.img

# domain NAME DISK…: its XML.  Without a boot loader it runs and does nothing.
domain() {
  local name=$1 letters=abcd n=0
  shift
  {
    echo "<domain type='qemu'><name>$name</name><memory unit='MiB'>64</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
      <emulator>$(command -v qemu-system-x86_64)</emulator>"
    for disk; do
      echo "<disk $disk<target dev='vd${letters:n:1}'/></disk>"
      n=$((n + 1))
    done
    echo "<controller type='usb' model='none'/><memballoon model='none'/>
      </devices></domain>"
  } > "$name.xml"
}
virsh_must() { virsh_system "$@" > virsh.log 2>&1 || fail "$*: $(cat virsh.log)"; }
define() { domain "$@"; virsh_must define "$1.xml"; }

raw="<driver name='qemu' type='raw'/>"
cow="<driver name='qemu' type='qcow2'/>"
define guest "type='file'>$cow<source file='$PWD/disk.qcow2'/>"

# ---- Runs ----
virsh_must start guest
is "--ro" "$(in_fish --ro -d guest -m /dev/sda cat /hello)" "good day"
is "by UUID" \
  "$(in_fish --ro -d "$(virsh_system domuuid guest)" -m /dev/sda cat /hello)" \
  "good day"
if [ -c /dev/fuse ] && command -v guestmount > /dev/null; then
  mkdir mnt
  # The directory it begins in is that of the other namespace.
  in_libvirt bash -c 'cd "$PWD"; guestmount -c qemu:///system --ro -d guest -m /dev/sda mnt
    cat mnt/hello; guestunmount mnt' > out 2>&1 || fail "guestmount: $(cat out)"
  is "guestmount" "$(cat out)" "good day"
else
  skip_part "no FUSE"
fi
refused="domain guest \(qemu:///system\): the domain is live"
fails_with "$refused" in_fish -d guest
virsh_must suspend guest
fails_with "$refused" in_fish -d guest
virsh_must resume guest
is "still the same" "$(virsh_system domstate guest)" running

# ---- Does not run ----
virsh_must managedsave guest
matches "saved" "$(in_fish -d guest debug-drives 2>&1)" \
  "warning: domain guest .*: its state was saved"
virsh_must managedsave-remove guest
in_fish -d guest -m /dev/sda write /hello "good night" 2> log
is "warnings" "$(cat log)" ""
virsh_must start guest
is "what was written" "$(in_fish --ro -d guest -m /dev/sda cat /hello)" \
   "good night"
virsh_must destroy guest

# ---- Other disks ----
virsh_must pool-create-as images dir --target "$PWD/pool"
background qemu-nbd -t -r -f raw -k "$PWD/nbd.sock" -x export served.img
wait_until test -S nbd.sock
chmod 666 nbd.sock
define others \
  "type='volume'>$cow<source pool='images' volume='cow.img'/>" \
  "type='volume'>$raw<source pool='images' volume='raw.img'/>" \
  "type='network'>$raw<source protocol='nbd' name='export'><host transport='unix' socket='$PWD/nbd.sock'/></source>" \
  "type='file'>$raw<source file='$PWD/disk.img'/><readonly/>"
is "volumes and NBD" "$(in_fish --ro -d others run : \
  mount /dev/sda / : cat /hello : umount / : \
  mount /dev/sdb / : cat /hello : umount / : \
  mount /dev/sdc / : cat /hello : umount / : \
  mount /dev/sdd / : cat /hello)" \
  "$(printf 'good day%.0s' 1 2 3 4 | sed 's/day/day\n/g')"
virsh_must pool-destroy images
fails_with "disk vda: volume cow.img of pool images: " in_fish --ro -d others

# ---- Secrets ----
echo "<secret ephemeral='no' private='no'><uuid>c0ffee00-0000-4000-8000-000000000001</uuid>
  <usage type='iscsi'><target>chap</target></usage></secret>" > secret.xml
virsh_must secret-define secret.xml
define chap "type='network'>$raw<source protocol='iscsi' name='iqn.x.test:t/1'>
  <host name='127.0.0.1' port='1'/><auth username='me'>
  <secret type='iscsi' usage='chap'/></auth></source>"
fails_with "disk vda: secret chap: " in_fish --ro -d chap
virsh_system secret-set-value c0ffee00-0000-4000-8000-000000000001 \
  --base64 "$(printf 'twelve-chars' | base64)" > /dev/null 2>&1
mkdir bin
cat > bin/qemu-img <<'END'
#!/bin/bash
cat > "$TMPDIR/stdin"
echo '{"format": "raw", "virtual-size": 1048576}'
END
chmod +x bin/qemu-img
in_libvirt env PATH="$PWD/bin:$PATH" guestfish -c qemu:///system --ro -d chap
is "the secret" "$(cat stdin)" twelve-chars

# A server that knows it, too. Its control socket is below /run.
with_chap() {
  local port target=iqn.2026-11.test:disk
  port=$(free_port)
  background nsenter -m -t "$libvirt_holder" --wd="$PWD" -- \
    tgtd -f --iscsi "portal=127.0.0.1:$port"
  wait_until listens "$port"
  wait_until in_libvirt tgtadm --op show --mode sys > /dev/null
  tgt() { in_libvirt tgtadm --lld iscsi --op "$@"; }
  tgt new --mode target --tid 1 -T $target
  tgt new --mode logicalunit --tid 1 --lun 1 -b "$PWD/served.img"
  tgt bind --mode target --tid 1 -I ALL
  tgt new --mode account --user me --password twelve-chars
  tgt bind --mode account --tid 1 --user me
  define login "type='network'>$raw<source protocol='iscsi' name='$target/1'>
    <host name='127.0.0.1' port='$port'/><auth username='me'>
    <secret type='iscsi' usage='chap'/></auth></source>"
  is "CHAP" "$(in_fish --ro -d login -m /dev/sda cat /hello)" "good day"
}
if command -v tgtd > /dev/null && ! qemu-img info \
     'json:{"driver":"raw","file.driver":"iscsi"}' 2>&1 | grep -q Unknown; then
  with_chap
else
  skip_part "no iSCSI server (tgt), or QEMU has no driver for it"
fi

# ---- A server that stops, and goes on ----
kill -STOP "$(cat virt/run/libvirtd.pid)"
LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=2 fails_with \
  "connection to libvirt, qemu:///system: the server does not answer" \
  in_fish --ro -d guest
kill -CONT "$(cat virt/run/libvirtd.pid)"
matches "goes on" "$(in_fish --ro -d guest debug-drives)" disk.qcow2
for d in guest others chap; do virsh_must undefine $d; done
fails_with "domain guest .*: Domain not found" in_fish --ro -d guest

# ---- The session of an ordinary user, which connecting starts ----
requires_readable_appliance nobody
nobody_start
cp disk.qcow2 "$nobody_home"
chown nobody "$nobody_home/disk.qcow2"
domain mine "type='file'>$cow<source file='$nobody_home/disk.qcow2'/>"
cp mine.xml "$nobody_home"
chmod 644 "$nobody_home/mine.xml"
virsh_session define "$nobody_home/mine.xml"
virsh_session start mine
is "session" "$(as_nobody env LIBGUESTFS_BACKEND=direct guestfish --ro -d mine \
  -m /dev/sda cat /hello)" "good night"
fails_with "domain mine \(qemu:///session\): the domain is live" \
  as_nobody guestfish -d mine
virsh_session destroy mine
