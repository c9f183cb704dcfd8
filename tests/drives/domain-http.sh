#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Domains with a disk on a web server that asks for cookies, or for the query of
# the URL.

. "$(dirname "$0")/../lib/servers.sh"
requires nginx mkfs.ext4
requires_appliance
requires_block_driver http

mkdir www
make_disk www/disk.img
port=$(free_port)
web_server "
  listen 127.0.0.1:$port;
  location /cookies/ {
    alias $PWD/www/;
    if (\$cookie_key != \"Sesame-17ab\") { return 403; }
    if (\$cookie_second != \"2\") { return 403; }
  }
  location /query/ {
    alias $PWD/www/;
    if (\$args != \"token=a%20b&v=1\") { return 403; }
  }" "$port"

# domain PATH EXTRAS [QUERY]
domain() {
  domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='http' name='$1/disk.img'${3:+ query='$3'}>
<host name='127.0.0.1' port='$port'/>$2</source>"
  . "$abs_top_srcdir/tests/lib/domain.sh"
}
at=http://127.0.0.1:$port

key="<cookie name='key'>Sesame-17ab</cookie>"
domain cookies "<cookies>$key<cookie name='second'>2</cookie></cookies>"
reads "cookies" -c "$uri" -d guest
spied_domain "cookies" Sesame-17ab
domain cookies "<cookies>$key<cookie name='second'>3</cookie></cookies>"
refused "disk vda: $at/cookies/disk.img: .*403" guestfish --ro -c "$uri" -d guest

domain query "<timeout seconds='20'/><readahead size='100000'/>" \
  'token=a%20b&amp;v=1'
reads "query" -c "$uri" -d guest
domain query "" 'token=b'
refused "disk vda: $at/query/disk.img: .*403" guestfish --ro -c "$uri" -d guest
