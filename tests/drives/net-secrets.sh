#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A password: while QEMU and qemu-img use it, it is in no arguments, no
# environment and no file, and no message ever shows it.

. "$(dirname "$0")/../lib/servers.sh"
requires python3
requires_appliance
requires_block_driver http

secret=Hush-4f1d7c
make_disk disk.img
port=$(free_port)
mkdir spied
background python3 "$abs_top_srcdir/tests/lib/http-server.py" "$port" disk.img \
  --login "me:$secret" --spy "$secret" "$test_tmp/spied"
wait_until listens "$port"

# The server does find what is there to be found.
bash -c 'exec 3<> "/dev/tcp/127.0.0.1/$1"
         printf "HEAD /x HTTP/1.0\r\n\r\n" >&3; cat <&3' \
  bash "$port" "$secret" > /dev/null
grep -q 'found in /proc/.*/cmdline' server.log ||
  fail "the server does not find a secret in arguments"
: > server.log

# Added before launch, from the template and without one, and hot-plugged.
export LIBGUESTFS_TMPDIR=$test_tmp/spied
drive="/d protocol:http server:127.0.0.1:$port readonly:true format:raw
       username:me secret:$secret"
drive=$(tr -s '\n ' ' ' <<< "$drive")
script="add-drive $drive
run
mount-ro /dev/sda /
cat /hello
add-drive $drive
umount /
mount-ro /dev/sdb /
cat /hello
shutdown"
for template in 1 0; do
  LIBGUESTFS_BACKEND_SETTINGS=template=$template \
    guestfish -v -x <<< "$script" > out 2> log || fail "$(cat log)"
  is "read with template=$template" "$(cat out)" $'hello\nhello'
  matches "the trace" "$(grep -m1 'trace: add_drive' log)" 'secret:\*\*\*'
  ! grep -qF "$secret" log || fail "the log has the secret: $(grep "$secret" log)"
done

# On guestfish's own command line, which others can read as well.
uri="http://me:$secret@127.0.0.1:$port/d"
out=$(guestfish -v -x --ro -a "$uri" run : mount-ro /dev/sda / : cat /hello \
        2> log)
is "read by its URI" "$out" hello
! grep -qF "$secret" log || fail "the log has the secret: $(grep "$secret" log)"
is "where the secret was while it was used" "$(cat server.log)" ""

# Errors.
for uri in "http://me:$secret@127.0.0.1:$port/d?x=y" \
  "gopher://me:$secret@127.0.0.1/d" "ssh://me:$secret@127.0.0.1/d" \
  "rbd://me:$secret@127.0.0.1/p/i" "http://me:x$secret@127.0.0.1:$port/d"; do
  out=$(guestfish --ro -a "$uri" run 2>&1) && fail "works: $uri"
  is "lines of: $out" "$(wc -l <<< "$out")" 1
  ! grep -qF "$secret" <<< "$out" || fail "an error has the secret: $out"
done
