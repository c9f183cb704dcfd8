#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A drive with a secret, by libvirt: the secret is in no argument, no message and
# no file, and libvirt does not keep it.
# tier: slow

# tgtd's control socket is below /var/run.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -m "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"
requires_root "can run this server"
requires tgtd tgtadm mkfs.ext4 debugfs
requires_appliance
requires_block_driver iscsi
libvirtd_start
requires_readable_appliance libvirt-qemu

mkdir run
mount --bind run /run
make_disk disk.img hello
iscsi_server "$PWD/disk.img"
secret=hush-hush-hush
tgt_account me "$secret"

# What is to be hidden is read from a file, so that it is in no argument of ours.
echo "$secret" > secret
cat > script <<EOF
add $target/1 protocol:iscsi server:127.0.0.1:$port username:me secret:$secret format:raw
run
mount /dev/sda /
cat /hello
! grep -lsF -f secret /proc/[0-9]*/cmdline /proc/[0-9]*/environ | grep -v /self/ || true
! nsenter -m -t $libvirt_holder virsh -q -c qemu:///system secret-list
write /written yes
EOF
in_libvirt env LIBGUESTFS_BACKEND=libvirt guestfish -v -f script \
  > out 2> log || fail "$(cat log)"
is "what is there, what shows the secret, what libvirt keeps" "$(cat out)" \
  hello
! grep -F "$secret" log || fail "the secret is in the messages"
! grep -rlF "$secret" virt/log virt/run virt/lib || fail "the secret is in a file"
is "secrets" "$(virsh_system secret-list)" ""
is "what was written" "$(debugfs -R 'cat /written' disk.img 2>/dev/null)" yes

fails_with "iscsi" in_libvirt env LIBGUESTFS_BACKEND=libvirt guestfish \
  add "$target/1" protocol:iscsi server:127.0.0.1:"$port" username:me \
  secret:wrong-wrong-wrong format:raw : run
is "secrets" "$(virsh_system secret-list)" ""
