#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives on a web server, with and without TLS: redirected, forbidden, with a
# user, without ranges, with a certificate that nobody has signed, and over one
# connection of HTTP/2 for all requests.

. "$(dirname "$0")/../lib/servers.sh"
requires nginx openssl mkfs.ext4 debugfs
requires_appliance
requires_block_driver http

mkdir www
make_disk www/disk.img
sum=$(sha256sum < www/disk.img)
printf 'me:%s\n' "$(openssl passwd -apr1 Hush-5e0c2a)" > users
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out tls.crt 2> /dev/null
http=$(free_port) https=$(free_port) http2=$(free_port)
web_server "
  listen 127.0.0.1:$http;
  listen 127.0.0.1:$https ssl;
  listen 127.0.0.1:$http2 ssl http2;
  ssl_certificate $PWD/tls.crt;
  ssl_certificate_key $PWD/tls.key;
  root $PWD/www;
  location /moved/ { rewrite ^/moved/(.*) /\$1 redirect; }
  location /loop/ { rewrite ^ /loop/ redirect; }
  location /login/ {
    alias $PWD/www/; auth_basic disks; auth_basic_user_file $PWD/users;
  }
  location /cookie/ {
    alias $PWD/www/;
    if (\$cookie_key != \"sesame\") { return 403; }
  }
  location /whole/ { alias $PWD/www/; max_ranges 0; }" "$http" "$https" "$http2"
at=http://127.0.0.1:$http

reads "ranges" -a "$at/disk.img"
# Nothing to verify: a setting for the drives beside it.
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 reads "http" -a "$at/disk.img"
reads "redirected" -a "$at/moved/disk.img"
reads "with a user" -a "http://me:Hush-5e0c2a@127.0.0.1:$http/login/disk.img"
hot_plugs "http" "/disk.img protocol:http server:127.0.0.1:$http"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  spied "https" Hush-5e0c2a "/login/disk.img protocol:https server:127.0.0.1:$https username:me secret:Hush-5e0c2a"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  reads "not verified" -a "https://127.0.0.1:$https/disk.img"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  hot_plugs "https" "/disk.img protocol:https server:127.0.0.1:$https"

# QEMU's driver loses one of two answers that come together: an image that is
# read whole, twice, and in between written to, over HTTP/2.
mkdir large.d
head -c 24M /dev/urandom > large.d/large
truncate -s 64M www/large.raw
mkfs.ext4 -q -F -d large.d www/large.raw
qemu-img convert -W -O qcow2 www/large.raw www/large.qcow2
large=$(sha256sum < large.d/large)
large=${large%% *}
for format in raw qcow2; do
  out=$(LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0:call_timeout=90 guestfish \
    --ro --format=$format -a "https://127.0.0.1:$http2/large.$format" <<< "run
mount /dev/sda /
checksum sha256 /large
write /new x
drop-caches 3
checksum sha256 /large
shutdown") || fail "$format over HTTP/2: cannot be read"
  is "$format over HTTP/2: what is on it" "$out" "$large"$'\n'"$large"
done
# A domain of libvirt that trusts its server anyway.
domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='https' name='disk.img'><host name='127.0.0.1' port='$https'/>
<ssl verify='no'/></source>"
. "$abs_top_srcdir/tests/lib/domain.sh"
reads "a domain that does not verify" -c "$uri" -d guest
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=1 \
  refused "disk vda: https://127.0.0.1:$https/disk.img: .*certificate" \
  guestfish --ro -c "$uri" -d guest

refused "add_drive: http://127\.0\.0\.1:$http/none: .*404" \
  guestfish --ro -a "$at/none"
refused "$http/login/disk.img: .*401" guestfish --ro -a "$at/login/disk.img"
refused "http://me@127\.0\.0\.1:$http/login/disk.img: .*401" \
  guestfish --ro -a "http://me:wrong@127.0.0.1:$http/login/disk.img"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  refused "https://me@127\.0\.0\.1:$https/login/disk.img: .*401" \
  guestfish --ro -a "https://me:wrong@127.0.0.1:$https/login/disk.img"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 \
  refused "https://127\.0\.0\.1:$https/none: .*404" \
  guestfish --ro -a "https://127.0.0.1:$https/none"
fails_as ENOENT "/none protocol:http server:127.0.0.1:$http"
fails_as EACCES "/login/disk.img protocol:http server:127.0.0.1:$http"
fails_as EACCES "/cookie/disk.img protocol:http server:127.0.0.1:$http"
refused "$http/cookie/disk.img: .*403" guestfish --ro -a "$at/cookie/disk.img"
refused "$http/loop/: .*(redirects|response headers)" guestfish --ro -a "$at/loop/"
refused "$http/whole/disk.img: .*range" guestfish --ro -a "$at/whole/disk.img"
refused "https://.*: .*certificate .*: its certificate must .*tls_verify" \
  guestfish --ro -a "https://127.0.0.1:$https/disk.img"
refused "https://127\.0\.0\.1:$http/disk.img: .*" \
  guestfish --ro -a "https://127.0.0.1:$http/disk.img"
refused "http://127\.0\.0\.1:1/x: .*(refused|connect)" \
  guestfish --ro -a http://127.0.0.1:1/x
for scheme in http https; do
  refused "$scheme://no\.invalid/x: .*resolve" \
    guestfish --ro -a $scheme://no.invalid/x
done
refused "disks can only be read over protocol http" guestfish -a "$at/disk.img"

is "the image on the server" "$(sha256sum < www/disk.img)" "$sum"
