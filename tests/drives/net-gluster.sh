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
requires glusterd gluster mkfs.ext4 debugfs
requires_appliance
requires_block_driver gluster

ip link set lo up
ip address add 10.99.0.1/24 dev lo
mkdir run brick
mount --bind run /run
mkdir -p /run/gluster /var/log/glusterfs /var/lib/glusterd
mount -t tmpfs none /var/log/glusterfs
mount -t tmpfs none /var/lib/glusterd
background glusterd -N
# Its bricks are daemons of their own.
stop_bricks() {
  cat run/gluster/vols/*/*.pid run/gluster/*/*.pid 2> /dev/null |
    xargs -r kill -9 2> /dev/null || :
}
at_exit stop_bricks
ready() { timeout 20 gluster --mode=script volume list >> server.log 2>&1; }
wait_until ready
volume() { timeout 100 gluster --mode=script volume "$@" >> server.log 2>&1; }
volume create disks "10.99.0.1:$PWD/brick" force || fail "$(cat server.log)"
volume start disks || fail "$(cat server.log)"
make_disk disk.img
# Through the volume: what is put into a brick is not known to it.
qemu-img convert -f raw -O raw disk.img gluster://10.99.0.1/disks/disk.img \
  2>> server.log

drive="disks/disk.img protocol:gluster server:10.99.0.1"
reads "gluster" -a gluster://10.99.0.1/disks/disk.img
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
wait_until ready
volume stop disks force
refused "gluster://10.99.0.1/disks/disk.img: " guestfish --ro \
  -a gluster://10.99.0.1/disks/disk.img
