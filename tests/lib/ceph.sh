# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A small Ceph: a monitor and an object store in memory, with cephx and without
# a manager, in the directory ceph of the test.
#
# start_ceph makes the pool rbd, the user client.me whose key is $ceph_key, and
# $ceph_port, where the monitor is; ceph, rbd … are to be run with "in_ceph".
# shellcheck disable=SC2034  # the numbers of the servers are for the tests

requires ceph-mon ceph-osd ceph-authtool monmaptool rbd

in_ceph() { timeout 60 "$1" --conf "$PWD/ceph/ceph.conf" "${@:2}"; }

make_ceph_conf() {
  mkdir -p ceph/mon ceph/osd
  cat > ceph/ceph.conf <<END
[global]
fsid = $1
mon_host = v1:127.0.0.1:$ceph_port
public_network = 127.0.0.0/8
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = $PWD/ceph/keyring
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
osd_data = $PWD/ceph/osd
memstore_device_bytes = 2147483648
osd_class_load_list = *
osd_class_default_list = *
mon_data = $PWD/ceph/mon
run_dir = $PWD/ceph
admin_socket = $PWD/ceph/\$name.asok
log_file = $PWD/ceph/\$name.log
pid_file =
ms_bind_msgr2 = false
rbd_default_features = 3
[mon]
mon_initial_members = a
END
}

start_mon() {
  (
    cd ceph || exit
    ceph-authtool --create-keyring keyring --gen-key -n mon. \
      --cap mon 'allow *'
    ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' \
      --cap osd 'allow *'
    monmaptool --create --clobber --fsid "$1" \
      --addv a "[v1:127.0.0.1:$ceph_port]" monmap
  ) >> server.log 2>&1
  in_ceph ceph-mon -i a --mkfs --monmap ceph/monmap --keyring ceph/keyring \
    >> server.log 2>&1
  background ceph-mon --conf "$PWD/ceph/ceph.conf" -i a -f
  ceph_mon=$server
  wait_until listens "$ceph_port"
}

start_osd() {
  local uuid
  uuid=$(cat /proc/sys/kernel/random/uuid)
  {
    in_ceph ceph osd new "$uuid"
    in_ceph ceph auth get-or-create osd.0 mon 'allow profile osd' \
      osd 'allow *' -o ceph/osd/keyring
    in_ceph ceph-osd -i 0 --mkfs --osd-uuid "$uuid" --keyring ceph/osd/keyring
  } >> server.log 2>&1
  background ceph-osd --conf "$PWD/ceph/ceph.conf" -i 0 -f \
    --keyring "$PWD/ceph/osd/keyring"
  ceph_osd=$server
}

osd_is_up() { in_ceph ceph osd stat 2>> server.log | grep -q '1 up'; }

start_ceph() {
  local fsid
  fsid=$(cat /proc/sys/kernel/random/uuid)
  ceph_port=$(free_port)
  make_ceph_conf "$fsid"
  start_mon "$fsid"
  start_osd
  wait_until osd_is_up
  {
    in_ceph ceph osd pool create rbd 8
    in_ceph ceph osd pool set rbd size 1 --yes-i-really-mean-it
    in_ceph ceph osd pool application enable rbd rbd
  } >> server.log 2>&1
  # shellcheck disable=SC2034
  ceph_key=$(in_ceph ceph auth get-or-create-key client.me mon 'profile rbd' \
               osd 'profile rbd pool=rbd')
}
