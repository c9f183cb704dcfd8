#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives in files of a GlusterFS volume.

# Its daemons refuse loopback addresses and have fixed ports and directories.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can run this server"
requires glusterd gluster ip mkfs.ext4 debugfs
requires_appliance
requires_block_driver gluster

. "$abs_top_srcdir/tests/lib/gluster.sh"
start_gluster
make_disk disk.img
# Through the volume: what is put into a brick is not known to it.
qemu-img convert -f raw -O raw disk.img gluster://10.99.0.1/disks/disk.img \
  2>> server.log

drive="disks/disk.img protocol:gluster server:10.99.0.1"
reads "gluster" -a gluster://10.99.0.1/disks/disk.img
slowly "gluster" -a gluster://10.99.0.1/disks/disk.img
hot_plugs "gluster" "$drive"
writes "gluster" "$drive" file_in brick/disk.img

refused "gluster://10.99.0.1/disks/none: " guestfish --ro \
  -a gluster://10.99.0.1/disks/none
refused "gluster://10.99.0.1/none/disk.img: " guestfish --ro \
  -a gluster://10.99.0.1/none/disk.img
refused "gluster://no.invalid/disks/x: DNS resolution failed" guestfish --ro \
  -a gluster://no.invalid/disks/x
gone_in_use "GlusterFS" "$drive" \
  "cat run/gluster/vols/*/*.pid | xargs kill -9; kill -9 $server"
background glusterd -N
wait_until gluster_ready
volume stop disks force
refused "gluster://10.99.0.1/disks/disk.img: " guestfish --ro \
  -a gluster://10.99.0.1/disks/disk.img

# ---- IPv6: the server's choice ----
if ! [ -e /proc/net/if_inet6 ] ||
   ! ip -6 address add fd00:99::1/64 dev lo nodad; then
  skip_part "no IPv6 here"
  exit 0
fi
end_server "$server"
printf '%s\n' '127.0.0.1 localhost' 'fd00:99::1 six' > hosts
mount --bind hosts /etc/hosts
sed 's/^end-volume/option transport.address-family inet6\n&/' \
  /etc/glusterfs/glusterd.vol > six.vol
mkdir brick6
background glusterd -N -f "$PWD/six.vol"
wait_until gluster_ready
volume create six "six:$PWD/brick6" force || fail "$(cat server.log)"
volume start six || fail "$(cat server.log)"
# QEMU itself takes the brackets of a URI for a part of the address.
qemu-img convert -f raw -O raw disk.img gluster://10.99.0.1/six/disk.img \
  2>> server.log || fail "$(cat server.log)"
reads "gluster, IPv6" -a 'gluster://[fd00:99::1]/six/disk.img'
refused "gluster://six/six/x: DNS resolution failed on host six: .*\[ADDRESS\]" \
  guestfish --ro -a gluster://six/six/x
