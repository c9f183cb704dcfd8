#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An image from somebody else names a server, a FIFO or a file elsewhere: it is
# refused in short time, before qemu-img or QEMU connects or waits.

. "$(dirname "$0")/../lib.sh"
requires qemu-img qemu-nbd python3

# A server that accepts and says nothing; it notes who came.
cat > server.py <<'END'
import socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(5)
with open("port.new", "w") as f:
    f.write(str(s.getsockname()[1]))
import os
os.rename("port.new", "port")
kept = []
while True:
    kept.append(s.accept()[0])
    open("connected", "w").close()
END
python3 server.py &
at_exit "kill $!"
for _ in $(seq 100); do [ -f port ] || sleep 0.1; done
port=$(cat port)

mkfifo fifo
mkdir elsewhere
truncate -s 1M elsewhere/flat.img

# refused REGEX IMAGE [OPTION…]: at once, with ten seconds as "at once".
refused() {
  local regex=$1; shift
  fails_with "$regex" timeout 10 guestfish "$@" run
}

qcow2() { qemu-img create -q -u -f qcow2 "$@" 1M; }

qcow2 -b "nbd://127.0.0.1:$port/x" -F raw nbd.qcow2
refused 'nbd.qcow2: its backing file nbd://127.0.0.1.* is not a file.*trust_images$' \
  --ro -a nbd.qcow2
refused 'nbd.qcow2: its backing file nbd://' --format=qcow2 -a nbd.qcow2

qcow2 -b "json:{\"driver\":\"nbd\",\"host\":\"127.0.0.1\",\"port\":\"$port\"}" \
  -F raw json.qcow2
refused 'json.qcow2: its backing file json:.* is not a file' --ro -a json.qcow2

qcow2 -b "$PWD/fifo" -F raw fifo.qcow2
refused 'fifo.qcow2: its backing file .*/fifo is neither' --ro -a fifo.qcow2

# One below another, and without a format.
qcow2 -b nbd.qcow2 -F qcow2 second.qcow2
refused '/nbd.qcow2: its backing file nbd://' --ro -a second.qcow2
fails_with 'disk_create: nbd.qcow2: its backing file nbd://' timeout 10 \
  guestfish -- disk-create new.qcow2 qcow2 -1 backingfile:nbd.qcow2
[ ! -e new.qcow2 ] || fail "a failed disk-create left its file"

# The data file of a qcow2 would be written to as it is.
qemu-img create -q -f qcow2 -o "data_file=elsewhere/flat.img" data.qcow2 1M
refused 'data.qcow2: its data file .*/flat.img is in another directory.*trust' \
  -a data.qcow2
python3 - "$port" <<'END'
import sys
data = open("data.qcow2", "rb").read()
name = b"elsewhere/flat.img"
new = ("nbd:127.0.0.1:" + sys.argv[1]).encode().ljust(len(name), b"x")
open("data-nbd.qcow2", "wb").write(data.replace(name, new[:len(name)]))
END
refused 'data-nbd.qcow2: its data file nbd:' --ro -a data-nbd.qcow2

# So would the extents of a VMDK.
qemu-img create -q -f vmdk -o subformat=monolithicFlat flat.vmdk 1M
sed 's,"flat-flat.vmdk","elsewhere/flat.img",' flat.vmdk > elsewhere.vmdk
refused 'elsewhere.vmdk: its extent .*/flat.img is in another' -a elsewhere.vmdk

[ ! -e connected ] || fail "something connected to the server"

# Files beside the image, and a local chain, work; the chain is QEMU's, too.
requires_appliance
qemu-img create -q -f qcow2 -o data_file=own.raw own.qcow2 1M
guestfish --format=qcow2 -a own.qcow2 --format -a flat.vmdk run : \
  pwrite-device /dev/sda "in the data file" 0 : \
  pwrite-device /dev/sdb "in the extent" 0 : shutdown > /dev/null
grep -qa "in the data file" own.raw || fail "the data file was not written"
grep -qa "in the extent" flat-flat.vmdk || fail "the extent was not written"

# Who trusts an image may let it name a server; a URL has no spaces.
socket=$(mktemp -d /tmp/nbd.XXXXXX)
at_exit "rm -rf $socket"
truncate -s 1M base.raw
printf 'from the server' | dd of=base.raw conv=notrunc status=none
qemu-nbd --fork --pid-file nbd.pid -t -r -f raw -k "$socket/s" base.raw
at_exit "kill $(cat nbd.pid)"
qcow2 -b "nbd+unix:///?socket=$socket/s" -F raw trusted.qcow2
refused 'trusted.qcow2: its backing file nbd' -a trusted.qcow2
is "read through a trusted image" "$(
  LIBGUESTFS_BACKEND_SETTINGS=trust_images guestfish -a trusted.qcow2 run : \
    pread-device /dev/sda 15 0)" "from the server"
