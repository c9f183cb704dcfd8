#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives in files of an NFS server.

# rpcbind has its port, and the server is found through it.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can run this server"
requires ganesha.nfsd rpcbind python3 mkfs.ext4 debugfs
requires_appliance
requires_block_driver nfs

ip link set lo up
mkdir run export
mount --bind run /run
mkdir -p /run/ganesha /run/rpcbind
mount -t tmpfs none /var/lib/nfs
make_disk export/disk.img
# Now: the server keeps for a minute what it has seen of a file.
chown 1234:1234 export/disk.img
chmod 640 export/disk.img
background rpcbind -f -w
rpcbind=$server
cat > ganesha.conf <<END
NFS_CORE_PARAM { Enable_NLM = false; Enable_RQUOTA = false;
                 Protocols = 3, 4; }
NFSV4 { Graceless = true; RecoveryRoot = $PWD; }
EXPORT { Export_Id = 1; Path = $PWD/export; Pseudo = /disks;
         Access_Type = RW; Squash = No_Root_Squash; SecType = sys;
         Protocols = 3, 4; FSAL { Name = VFS; } }
END
background ganesha.nfsd -F -L STDERR -f "$PWD/ganesha.conf" \
  -p "$PWD/ganesha.pid"
exported() { rpcinfo -p 127.0.0.1 2> /dev/null | grep -q mountd; }
wait_until exported
wait_until listens 2049

uri=nfs://127.0.0.1$PWD/export/disk.img
drive="$PWD/export/disk.img protocol:nfs server:127.0.0.1"
reads "nfs" -a "$uri"
slowly "nfs" -a "$uri"
hot_plugs "nfs" "$drive"
writes "nfs" "$drive" file_in export/disk.img

# Domains of libvirt that ask as a user and a group.
domain() {
  domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='nfs' name='$PWD/export/disk.img'><host name='127.0.0.1'/>
<identity user='$1' group='$2'/></source>"
  . "$abs_top_srcdir/tests/lib/domain.sh"
}
domain +1234 +1
reads "as the owner" -c "$uri" -d guest
domain +1 +1234
reads "as the group" -c "$uri" -d guest
domain +1 +1
refused "disk vda: nfs://127.0.0.1$PWD/export/disk.img: " \
  guestfish --ro -c "$uri" -d guest
uri=nfs://127.0.0.1$PWD/export/disk.img

refused "nfs://127.0.0.1$PWD/export/none: " guestfish --ro \
  -a "nfs://127.0.0.1$PWD/export/none"
refused "nfs://127.0.0.1/nowhere/none: " guestfish --ro \
  -a "nfs://127.0.0.1/nowhere/none"
refused "nfs://no.invalid/x/y: " guestfish --ro -a nfs://no.invalid/x/y
gone_in_use "NFS" "$drive" "kill -9 $server"
refused "nfs://127.0.0.1$PWD/export/disk.img: " guestfish --ro -a "$uri"

# The portmapper accepts, and says nothing.
end_server "$rpcbind"
background python3 -c "import socket, time
s = socket.socket(); s.bind(('127.0.0.1', 111)); s.listen(9)
time.sleep(3600)"
wait_until listens 111
refused "$uri: the server did not answer for 60 seconds" \
  guestfish --ro -a "$uri"
