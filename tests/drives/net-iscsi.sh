#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives in an iSCSI target, with CHAP.

# tgtd's control socket is below /var/run.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can run this server"
requires tgtd tgtadm mkfs.ext4 debugfs
requires_appliance
requires_block_driver iscsi

ip link set lo up
mkdir run
mount --bind run /run
make_disk disk.img
iscsi_server "$PWD/disk.img"

uri=iscsi://127.0.0.1:$port/$target/1
drive="$target/1 protocol:iscsi server:127.0.0.1:$port"
reads "without a user" -a "$uri"
# Only one initiator is let in, as which the domain of libvirt comes.
tgt unbind --mode target --tid 1 -I ALL
tgt bind --mode target --tid 1 -Q iqn.2026-11.test:me
refused "$uri: " guestfish --ro -a "$uri"
domain() {
  domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='iscsi' name='$target/1'><host name='127.0.0.1' port='$port'/>
<initiator><iqn name='$1'/></initiator></source>"
  . "$abs_top_srcdir/tests/lib/domain.sh"
}
uri_of_drive=$uri
domain iqn.2026-11.test:me
reads "initiator" -c "$uri" -d guest
domain iqn.2026-11.test:you
refused "disk vda: $uri_of_drive: " guestfish --ro -c "$uri" -d guest
uri=$uri_of_drive
tgt bind --mode target --tid 1 -I ALL

tgt_account me hush-hush-hush
login="username:me secret:hush-hush-hush"
reads "CHAP" -a "iscsi://me:hush-hush-hush@127.0.0.1:$port/$target/1"
slowly "CHAP" -a "iscsi://me:hush-hush-hush@127.0.0.1:$port/$target/1"
hot_plugs "CHAP" "$drive $login"
spied "CHAP" hush-hush-hush "$drive $login"
writes "CHAP" "$drive $login" file_in disk.img

refused "add_drive: iscsi://me@127.0.0.1:$port/$target/1: " \
  guestfish --ro -a "iscsi://me:wrong-wrong-wrong@127.0.0.1:$port/$target/1"
fails_as EACCES "$drive username:me secret:wrong-wrong-wrong"
refused "iscsi://127.0.0.1:$port/$target/1: " guestfish --ro -a "$uri"
refused "iscsi://127.0.0.1:$port/iqn.none:x/1: " \
  guestfish --ro -a "iscsi://127.0.0.1:$port/iqn.none:x/1"
refused "iscsi://me@127.0.0.1:$port/$target/7: " \
  guestfish --ro -a "iscsi://me:hush-hush-hush@127.0.0.1:$port/$target/7"
# This target's first LUN is its controller.
refused "iscsi://me@127.0.0.1:$port/$target: is no disk: name the LUN of one" \
  guestfish --ro -a "iscsi://me:hush-hush-hush@127.0.0.1:$port/$target"
refused "launch: iscsi://me@127.0.0.1:$port/$target: is no disk" \
  guestfish --format=raw -a "iscsi://me:hush-hush-hush@127.0.0.1:$port/$target" run
refused "iscsi://no\.invalid/iqn.x:y: " guestfish --ro -a iscsi://no.invalid/iqn.x:y
refused "iscsi://127\.0\.0\.1:1/iqn.x:y: the server refuses" \
  guestfish --ro -a iscsi://127.0.0.1:1/iqn.x:y
gone_in_use "iSCSI" "$drive $login" "kill -9 $server"
