#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Go do what they say.
# tier: slow

. "$(dirname "$0")/../lib/golang.sh"
requires_appliance
requires curl
for name in create_disk inspect_vm serve_files; do
  go_program $name ./examples/$name
done

./create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" "hello from Go"

small_guest guest.img
is inspect_vm "$(./inspect_vm guest.img)" "$small_guest_found"
fails_with '^inspect_vm: add_drive_ro: .*none.img.*No such file' \
  ./inspect_vm none.img

touch served
./serve_files guest.img localhost:0 >> served 2>/dev/null &
pid=$!
at_exit "kill $pid 2>/dev/null; wait $pid 2>/dev/null"
for _ in {1..300}; do
  grep -q '^serving at' served && break
  kill -0 $pid || fail "serve_files has ended"
  sleep 0.1
done
url="http://$(sed -n 's/^serving at //p' served)"
get() { curl --silent --noproxy '*' "$@"; }
is "a file" "$(get "$url/etc/hostname")" small
matches "a directory" "$(get "$url/etc/" | tar t | sort | tr '\n' ' ')" \
  './fstab ./hostname'
is "no file" "$(get -o /dev/null -w '%{http_code}' "$url/none")" 404
