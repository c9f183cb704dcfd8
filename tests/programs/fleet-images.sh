#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet looks at a pool of Ceph, at exports of NBD and at domains of
# libvirt, whose names it lists.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance
requires qemu-nbd virsh
requires_block_driver rbd
. "$abs_top_srcdir/tests/lib/ceph.sh"

make_system a.img debian 12 'Debian 12'
make_system b.img fedora 41 'Fedora 41'
expected=$'debian|12\nfedora|41'
found() {
  sql "$1" 'SELECT distro, major FROM inspect ORDER BY distro'
}
names() { sql "$1" 'SELECT name FROM image ORDER BY name'; }

start_ceph
for name in a b; do
  in_ceph rbd import --no-progress $name.img rbd/disk-$name
  in_ceph rbd import --no-progress $name.img rbd/other-$name
done
cat >> ceph/ceph.conf <<END
[client]
keyring = $PWD/ceph/keyring
END
CEPH_CONF=$PWD/ceph/ceph.conf fleet run inspect 'rbd:rbd/disk-*' \
  -o rbd.sqlite > log 2>&1 || fail "$(cat log)"
is "a pool" "$(found rbd.sqlite)" "$expected"
is "its names" "$(names rbd.sqlite)" $'rbd:rbd/disk-a\nrbd:rbd/disk-b'
escaped=$(sed 's,/,%2F,g; s,+,%2B,g; s,=,%3D,g' <<< "$ceph_key")
fleet run inspect "rbd://me:$escaped@127.0.0.1:$ceph_port/rbd/disk-a" \
  -o key.jsonl > log 2>&1 || fail "$(cat log)"
grep -q '"distro": "debian"' key.jsonl || fail "$(cat key.jsonl)"
if grep -qF -e "$ceph_key" -e "$escaped" key.jsonl log; then
  fail "the key is in the results"
fi
is "the mode of what has the key" "$(stat -c %a key.jsonl.run)" 600

for name in a b; do
  background qemu-nbd --read-only --persistent --shared=0 -f raw \
    -k "$PWD/$name.sock" -x $name $name.img
  wait_until test -S $name.sock
done
fleet run inspect -o nbd.sqlite "nbd+unix:///a?socket=$PWD/a.sock" \
  "nbd+unix:///b?socket=$PWD/b.sock" > log 2>&1 || fail "$(cat log)"
is "NBD" "$(found nbd.sqlite)" "$expected"
if fleet run inspect -o nbd.sqlite --retries 0 "nbd://127.0.0.1:1/x" > log 2>&1
then fail "a server that is not there was looked at"; fi
matches "no server" "$(cat log)" 'nbd://127.0.0.1:1/x.*: check the server'

. "$abs_top_srcdir/tests/lib/domain.sh"
for name in a b; do
  cat <<END
<domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>
<t:runstate>1</t:runstate><name>guest-$name</name><memory>1024</memory>
<os><type>hvm</type></os><devices><disk type='file'>
<source file='$PWD/$name.img'/><target dev='vda'/></disk></devices></domain>
END
done > domains
sed -i "s,^</domain></node>\$,</domain>$(tr '\n' ' ' < domains)</node>," node.xml
fleet run inspect -c "$uri" -d 'guest-*' -o domains.sqlite > log 2>&1 ||
  fail "$(cat log)"
is "domains that run" "$(found domains.sqlite)" "$expected"
is "their names" "$(names domains.sqlite)" $'libvirt:guest-a\nlibvirt:guest-b'
if fleet run inspect -c "$uri" libvirt:none -o domains.sqlite > log 2>&1
then fail "a domain that is not there was looked at"; fi
matches "no domain" "$(cat log)" 'libvirt:none: .*: check the name'
nothing_is_left
