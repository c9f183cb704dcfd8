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

raw="<driver name='qemu' type='raw'/>"
cow="<driver name='qemu' type='qcow2'/>"
define guest "type='file'>$cow<source file='$PWD/disk.qcow2'/>"

# ---- Runs ----
virsh_must start guest
is "--ro" "$(in_fish --ro -d guest -m /dev/sda cat /hello)" "good day"
is "by UUID" \
  "$(in_fish --ro -d "$(virsh_system domuuid guest)" -m /dev/sda cat /hello)" \
  "good day"
if has_fuse; then
  is "guestmount" "$(mounted_by_libvirt -d guest -m /dev/sda)" "good day"
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
cp disk.img pool/new.img
define new "type='volume'>$raw<source pool='images' volume='new.img'/>"
fails_with "volume new.img of pool images: .*: virsh pool-refresh makes" \
  in_fish --ro -d new
virsh_must pool-refresh images
is "a new volume" "$(in_fish --ro -d new -m /dev/sda cat /hello)" "good day"
virsh_must undefine new
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
sed "s/private='no'/private='yes'/; s/0001/0002/; s/chap/hidden/" secret.xml \
  > hidden.xml
virsh_must secret-define hidden.xml
printf secret > secret.txt
virsh_must secret-set-value c0ffee00-0000-4000-8000-000000000002 --plain \
  --file secret.txt
sed "s/<name>chap/<name>hidden/; s/usage='chap'/usage='hidden'/" chap.xml \
  > hidden.xml
virsh_must define hidden.xml
fails_with "disk vda: secret hidden: .* private: define it again" \
  in_fish --ro -d hidden
virsh_must undefine hidden
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
  # Not in_libvirt: of a function only the shell would be ended.
  iscsi_server "$PWD/served.img" \
    nsenter -m -t "$libvirt_holder" --wd="$PWD" --
  tgt_account me twelve-chars
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
chmod 700 virt/run/libvirt/libvirt-sock
fails_with "Permission denied: join the group of this socket.*qemu:///session" \
  in_libvirt setpriv --reuid=nobody --regid=nogroup --clear-groups \
  env HOME="$nobody_home" TMPDIR="$nobody_home/tmp" \
  guestfish -c qemu:///system -d guest
fails_with "/closed/.*Permission denied: set XDG_RUNTIME_DIR and HOME" \
  as_nobody env XDG_RUNTIME_DIR=/closed guestfish -d guest
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
