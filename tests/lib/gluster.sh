# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A GlusterFS at 10.99.0.1, which refuses loopback addresses and has fixed ports
# and directories: the test must be in namespaces of its own, for mounts and for
# the network.
#
#   gluster_host      the address, and directories of the test's own
#   start_gluster     likewise, and the volume "disks", whose files are in brick
#   gluster_ready     whether it answers
#   volume WORDS…     as "gluster volume"

gluster_host() {
  [ ! -d brick ] || return 0
  ip link set lo up
  ip address add 10.99.0.1/24 dev lo
  mkdir run brick
  mount --bind run /run
  command -v glusterd > /dev/null || return 0
  mkdir -p /run/gluster /var/log/glusterfs /var/lib/glusterd
  mount -t tmpfs none /var/log/glusterfs
  mount -t tmpfs none /var/lib/glusterd
}

# Its bricks are daemons of their own.
stop_bricks() {
  cat run/gluster/vols/*/*.pid run/gluster/*/*.pid 2> /dev/null |
    xargs -r kill -9 2> /dev/null || :
}
gluster_ready() {
  timeout 20 gluster --mode=script volume list >> server.log 2>&1
}
volume() { timeout 100 gluster --mode=script volume "$@" >> server.log 2>&1; }

start_gluster() {
  gluster_host
  background glusterd -N
  at_exit stop_bricks
  wait_until gluster_ready
  volume create disks "10.99.0.1:$PWD/brick" force || fail "$(cat server.log)"
  volume start disks || fail "$(cat server.log)"
}
