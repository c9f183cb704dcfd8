#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in JavaScript do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language node
requires_appliance
node=$(configured NODE)
# import, unlike require, looks for packages only beside the program.
cp -r "$abs_top_srcdir/bindings/node/examples" .
ln -s "$abs_top_builddir/bindings/node/node_modules" node_modules

"$node" examples/create-disk.js disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from JavaScript"

small_guest guest.img
is inspect-vm "$("$node" examples/inspect-vm.js guest.img)" "$small_guest_found"

# fetch PATH: what the server answers.
fetch() {
  "$node" -e 'fetch(process.argv[1]).then(async (r) =>
    process.stdout.write(`${r.status} ${await r.text()}`))' "$url$1"
}

coproc server { exec "$node" examples/serve-image.mjs guest.img 0; }
at_exit "kill $server_PID 2>/dev/null || true"
pid=$server_PID
read -r url <&"${server[0]}"
is "a directory" "$(fetch var)" "200 log"
is "a file" "$(fetch etc/hostname)" "200 small"
matches "a file that is not there" "$(fetch none)" "^404 .*No such file"
kill -INT "$pid"
wait "$pid" || fail "serve-image.mjs ended with $?"
