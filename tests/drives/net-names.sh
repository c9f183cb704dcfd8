#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# How servers, users and files are written: IPv6 addresses, a host with several
# addresses of which the first refuses, odd characters everywhere, a socket named
# relative to a directory that the program then leaves; and what cannot be used
# is said of what was written.

# The host is in a list of hosts of its own.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -m "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can name hosts"
requires nbdkit nginx openssl mkfs.ext4
requires_appliance
requires_block_driver http

printf '%s\n' '127.0.0.1 localhost' '::1 several' '127.0.0.3 several' \
  '127.0.0.1 several' > hosts
mount --bind hosts /etc/hosts
make_disk disk.img
odd="a b,c=d%41#?é&'\"\\+:;e"

# ---- NBD: exports and sockets ----
mkdir exports
cp disk.img "exports/$odd"
nbd=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$nbd" file dir="$PWD/exports"
wait_until listens "$nbd"
reads "export" --format=raw -a "nbd://127.0.0.1:$nbd/$(uri_path "$odd")"
reads "several addresses" --format=raw -a "nbd://several:$nbd/$(uri_path "$odd")"

if [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
  ipv6=yes
  nbd6=$(free_port)
  background nbdkit -f -i ::1 -p "$nbd6" file disk.img
  listens6() { grep -qs "$(printf ':%04X 0\\{32\\}:0000 0A' "$1")" /proc/net/tcp6; }
  wait_until listens6 "$nbd6"
  reads "IPv6" --format=raw -a "nbd://[::1]:$nbd6"
else
  ipv6=
  skip_part "no IPv6 here"
fi

background nbdkit -f -U "$PWD/$odd" file disk.img
wait_until test -S "$odd"
reads "socket" --format=raw -a "nbd+unix:///?socket=$(uri_path "$PWD/$odd")"
mkdir elsewhere
out=$(guestfish --format=raw -a "nbd:///?socket=$(uri_path "$odd")" <<END
lcd elsewhere
run
mount-ro /dev/sda /
cat /hello
END
) || fail "a socket whose name is relative cannot be used"
is "read from a socket whose name is relative" "$out" hello

# ---- Web: files, users, passwords ----
mkdir www
ln disk.img "www/$odd"
password='p@:/?#%&,+= "'\''\é'
printf 'a@b%%c:%s\n' "$(openssl passwd -apr1 "$password")" > users
http=$(free_port) http6=$(free_port)
web_server "listen 127.0.0.1:$http; ${ipv6:+listen [::1]:$http6;}
  root $PWD/www; auth_basic disks; auth_basic_user_file $PWD/users;" "$http"
in_uri() { uri_path "$1" | sed s,/,%2F,g; }
me="a%40b%25c:$(in_uri "$password")"
reads "file" --format=raw -a "http://$me@several:$http/$(uri_path "$odd")"
[ ! "$ipv6" ] ||
  reads "file, IPv6" --format=raw -a "http://$me@[::1]:$http6/$(uri_path "$odd")"
refused "http://a@b%c@127.0.0.1:$http/x: .*404" guestfish --ro \
  -a "http://$me@127.0.0.1:$http/x"
refused "http://a@b@127.0.0.1:$http/x: .*401" guestfish --ro \
  -a "http://a%40b:$(in_uri "$password")@127.0.0.1:$http/x"

# ---- What cannot be meant ----
# Each is said before any server is asked.
bytes=$(printf 'x\xff')
refused "server ::1: an IPv6 address needs brackets" \
  guestfish add-drive x protocol:nbd server:::1
refused "server tcp:fe80::7: an IPv6 address needs brackets" \
  guestfish -a nbd://fe80::7/x
refused "server $bytes: it is not UTF-8 text" \
  guestfish add-drive x protocol:rbd "server:$bytes"
refused "server unix:/$bytes: it is not UTF-8 text" \
  guestfish add-drive x protocol:nbd "server:unix:/$bytes"
refused "protocol http: the username must be UTF-8 text" \
  guestfish --ro -a "http://x%FF@127.0.0.1/x"
refused "ssh://127.0.0.1/$bytes: the path '/$bytes' must be UTF-8 text" \
  guestfish add-drive "/$bytes" protocol:ssh server:127.0.0.1
refused "protocol nfs takes no port" guestfish -a nfs://127.0.0.1:12/x/y
for uri in http://127.0.0.1 ssh://127.0.0.1 nfs://127.0.0.1 \
  iscsi://127.0.0.1/ gluster://127.0.0.1/volume rbd://127.0.0.1/image; do
  refused "add_drive: $uri/?: the path '[a-z]*' must" guestfish --ro -a "$uri"
done
refused "http://127.0.0.1/x\?y=z: the query of a URL is not sent: nbdkit" \
  guestfish --ro -a "http://127.0.0.1/x?y=z"
