#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The generated functions of the library, against a daemon that is not there:
# what they refuse, trace, send, and make of good and bad replies.

. "$(dirname "$0")/../lib/generator.sh"
write_tiny
cd "$test_tmp"

# The same arguments and structs through rpcgen's code, when it is there.
xdr=()
if command -v rpcgen >/dev/null && pkg-config --exists libtirpc; then
  cp "$tiny/common/gen/guestfs_protocol.x" .
  rpcgen -C -h -o guestfs_protocol.h guestfs_protocol.x
  rpcgen -C -c -o guestfs_protocol_xdr.c guestfs_protocol.x
  read -ra tirpc <<<"$(pkg-config --cflags --libs libtirpc)"
  "${cc[@]}" -w -g "${tirpc[@]}" -c guestfs_protocol_xdr.c
  xdr=(-DHAVE_RPCGEN=1 -I. "$here/client-xdr.c" guestfs_protocol_xdr.o
       "${tirpc[@]}")
else
  echo "no rpcgen or libtirpc: the encoding is not compared with theirs"
fi

"${cc[@]}" -std=gnu11 "${warnings[@]}" "${sanitize[@]}" "${includes[@]}" \
  "$here/client-test.c" "$tiny"/lib/gen/client-*.c "$tiny/lib/gen/structs.c" \
  "$tiny/common/gen/codec.c" "$abs_top_srcdir/lib/handle/client.c" \
  "$abs_top_srcdir/lib/handle/call.c" "${common_sources[@]}" "${xdr[@]}" \
  -lpthread -o client-test
./client-test
