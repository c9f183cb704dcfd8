#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many handles on the exports of one NBD server, read and written when it is
# killed: each ends in errors of one line, and nothing is left of any.
# GUESTFS_TEST_HANDLES is another number than 50.

. "$(dirname "$0")/../lib/servers.sh"
requires nbdkit mkfs.ext4
requires_appliance

n=${GUESTFS_TEST_HANDLES:-50}
numbers=$(seq 0 $((n - 1)))
# More than QEMU and the appliance would read ahead.
truncate -s 128M disk.img
mkdir root exports spied
head -c 64M /dev/urandom > root/large
mkfs.ext4 -q -F -d root disk.img
for i in $numbers; do
  cp --sparse=always --reflink=auto disk.img "exports/$i"
done
port=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$port" file dir="$PWD/exports"
wait_until listens "$port"

# Every other one writes.
export LIBGUESTFS_TMPDIR=$PWD/spied
guestfish run                   # the template is there
for i in $numbers; do
  readonly=$([ $((i % 2)) = 0 ] || echo readonly:true)
  cat > "script$i" <<END
add-drive $i protocol:nbd server:127.0.0.1:$port format:raw $readonly
run
mount /dev/sda /
!touch ready$i; while ! test -e killed; do sleep 0.2; done
-write /new new
-sync
-download /large /dev/null
-shutdown
!touch ended$i
END
  guestfish -f "script$i" > "log$i" 2>&1 & pids[i]=$!
done
all_ready() { [ "$(find . -maxdepth 1 -name 'ready*' | wc -l)" = "$n" ]; }
start=$SECONDS
until all_ready; do
  [ $((SECONDS - start)) -lt 600 ] || fail "not all are ready: $(cat log*)"
  sleep 1
done
echo "$n handles: ready in $((SECONDS - start)) s"
start=$SECONDS
kill -9 "$server"
touch killed
for i in $numbers; do
  wait "${pids[i]}" || fail "$i: exit status $?: $(cat "log$i")"
  [ -e "ended$i" ] || fail "$i has not come to its end: $(cat "log$i")"
  grep -q 'download: /large: .*Input/output error' "log$i" ||
    fail "$i: reading has not failed: $(cat "log$i")"
  [ $((i % 2)) = 1 ] ||
    grep -q "shutdown: .*nbd://127.0.0.1:$port/$i: " "log$i" ||
    fail "$i: it is not said that what was written is lost: $(cat "log$i")"
  is "$i: lines that are no error" \
    "$(grep -vc 'libguestfs: error: [a-z_]*: ' "log$i")" 0
done
[ $((SECONDS - start)) -lt 300 ] || fail "took $((SECONDS - start)) seconds"
echo "$n handles: ended $((SECONDS - start)) s after the server"
cat log0 log1
is "left in the temporary directory" "$(find spied -mindepth 1)" ""
is "processes that are left" "$(qemus_and_mounts)" ""
