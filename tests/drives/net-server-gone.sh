#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Servers that go away, stop answering, are slow or never say a word: calls
# fail or can be cancelled, what could not be written is told, and closing ends.

. "$(dirname "$0")/../lib/servers.sh"
requires qemu-nbd python3 mkfs.ext4 debugfs
requires_appliance
requires_block_driver http

# serve FILE: a new NBD server; sets $server, $port and $drive.
serve() {
  port=$(free_port)
  background qemu-nbd -t -e 5 -f raw -b 127.0.0.1 -p "$port" "$1"
  wait_until listens "$port"
  drive="add-drive '' protocol:nbd server:127.0.0.1:$port format:raw"
}
# within SECONDS COMMAND…
within() {
  local start=$SECONDS limit=$1; shift
  "$@" || :
  [ $((SECONDS - start)) -le "$limit" ] ||
    fail "took $((SECONDS - start)) seconds: $*"
}
one_line() { is "lines of $1" "$(wc -l < "$1")" 1; cat "$1"; }

# ---- Killed while it is used ----
make_disk disk.img
serve disk.img
cat > script <<END
$drive
run
mount /dev/sda /
!kill -9 $server
-write /lost lost
-sync
-ls /
shutdown
END
within 60 guestfish -f script > out 2> log
cat log
matches "the error of shutdown" "$(tail -1 log)" \
  "shutdown: .*(nbd://127\.0\.0\.1:$port/.*could not be stored|error)"
grep -q 'sync: .*Input/output error' log || fail "sync has not failed"

# ---- Stopped: the call is cancelled as by Ctrl-C, and closing ends ----
make_disk disk.img
serve disk.img
stopped=$server
cat > script <<END
$drive
run
mount /dev/sda /
!kill -STOP $server
!touch stopped
pread-device /dev/sda 65536 33554432
END
guestfish -f script > out 2> log &
fish=$!
wait_until test -f stopped
sleep 3
start=$SECONDS
kill -INT $fish
within 70 wait $fish
cat log
grep -q 'cancelled and did not end within 20 seconds' log ||
  fail "it is not said what was the matter after $((SECONDS - start)) seconds"
kill -CONT "$stopped"

# ---- Stopped while something is to be written: closing ends by itself ----
make_disk disk.img
serve disk.img
cat > script <<END
$drive
run
mount /dev/sda /
write /x x
!kill -STOP $server
END
LIBGUESTFS_BACKEND_SETTINGS=call_timeout=15 \
  within 90 guestfish -f script > out 2> log
cat log
kill -CONT "$server"

# ---- Stopped after qemu-img has looked: QEMU's own wait is the only one ----
serve disk.img
cat > script <<END
$drive readonly:true
!kill -STOP $server
run
END
within 50 guestfish -f script > out 2> log
one_line log
grep -q "launch: nbd://127.0.0.1:$port/: QEMU: .* no answer for 30 sec" log ||
  fail "it is not said which server does not answer"
kill -CONT "$server"

# ---- Accepts, and says nothing: cancelled, and by itself ----
silent=$(free_port)
background python3 -c "import socket, time
s = socket.socket(); s.bind(('127.0.0.1', $silent)); s.listen(9)
time.sleep(3600)"
wait_until listens "$silent"
guestfish add-drive '' protocol:nbd "server:127.0.0.1:$silent" \
  readonly:true > out 2> log &
fish=$!
sleep 3
kill -INT $fish
within 10 wait $fish
cat log
grep -q 'cancelled by the user' log || fail "adding was not cancelled"
mkdir psk
echo me:0011223344556677 > psk/keys.psk
refused "nbds://me@127.0.0.1:$silent/: the server did not answer for 60 sec" \
  guestfish --ro -a "nbds://me@127.0.0.1:$silent/?tls-certificates=$PWD/psk" &
for uri in nbd ssh http https ftp ftps iscsi rbd gluster; do
  path=$([ $uri = ssh ] && echo /x || echo /x/1)
  requires_block_driver "$uri"
  refused "$uri://127.0.0.1:$silent" \
    guestfish --ro -a "$uri://127.0.0.1:$silent$path" &
done
for job in $(jobs -p); do wait "$job" || fail "see above"; done

# ---- Slow ----
slow=$(free_port)
background python3 "$abs_top_srcdir/tests/lib/http-server.py" "$slow" \
  disk.img --delay 1
wait_until listens "$slow"
out=$(guestfish --ro --format=raw -a "http://127.0.0.1:$slow/d" \
        -m /dev/sda cat /hello) || fail "cannot be read from a slow server"
is "read from a slow server" "$out" hello

# ---- Stalls in the middle: the call has its time ----
stalls=$(free_port)
background python3 "$abs_top_srcdir/tests/lib/http-server.py" "$stalls" \
  disk.img --stall-at 33554432
wait_until listens "$stalls"
LIBGUESTFS_BACKEND_SETTINGS=call_timeout=20 within 90 \
  guestfish --ro --format=raw -a "http://127.0.0.1:$stalls/d" run \
  : pread-device /dev/sda 65536 33554432 > out 2> log
one_line log
grep -q 'pread_device: .*nothing has come of this call for 20 seconds' log ||
  fail "reading what never comes has not failed"
