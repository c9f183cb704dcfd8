#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives on an NBD server, over TCP and a Unix socket: written in both cache
# modes; the server goes, and comes back for the drive that waits for it.

. "$(dirname "$0")/../lib/servers.sh"
requires nbdkit mkfs.ext4 debugfs
requires_appliance

make_disk disk.img
port=$(free_port)
serve_tcp() {
  background nbdkit -f -i 127.0.0.1 -p "$port" file disk.img
  tcp_server=$server
  wait_until listens "$port"
}
serve_tcp
writes "TCP" "'' protocol:nbd server:127.0.0.1:$port" file_in disk.img

background nbdkit -f -U "$PWD/slow" --filter=delay file disk.img delay-read=1
wait_until test -S slow
reads "slow" --format=raw -a "nbd+unix:///?socket=$PWD/slow"

background nbdkit -f -U "$PWD/socket" file disk.img
wait_until test -S socket
drive="'' protocol:nbd server:unix:$PWD/socket"
writes "Unix socket" "$drive" file_in disk.img
gone_in_use "Unix socket" "$drive" "kill -9 $server"
refused "add_drive: nbd:///\?socket=$PWD/socket: .*Connection refused$" \
  guestfish --ro -a "nbd+unix:///?socket=$PWD/socket"

# A domain says for how long requests wait: its server is killed, and is there
# again when it has been missed.  libvirt 9 does not know this element yet.
end_server "$tcp_server"
serve_tcp
cat > domain.xml <<END
<domain type='kvm'><name>guest</name><devices><disk type='network'>
<driver name='qemu' type='raw'/><source protocol='nbd' name=''>
<host name='127.0.0.1' port='$port'/><reconnect delay='120'/></source>
<target dev='vda'/></disk></devices></domain>
END
. "$abs_top_srcdir/tests/lib/fake-libvirt.sh"
export FAKE_LIBVIRT_XML="$PWD/domain.xml"
cat > again.sh <<END
kill -9 $tcp_server
(sleep 3; exec nbdkit -f -i 127.0.0.1 -p $port --pidfile again.pid \\
  file disk.img) > again.log 2>&1 &
END
at_exit 'end_server "$(cat again.pid)"'
out=$(guestfish --ro -c fake:///x -d guest <<< "run
mount-ro /dev/sda /
!sh again.sh
checksum-device sha256 /dev/sda
cat /hello
shutdown") || fail "the drive has not waited for its server"
is "what was read then" "$(tail -n 1 <<< "$out")" hello
test -s again.pid || fail "the server was not there again: nothing was missed"
