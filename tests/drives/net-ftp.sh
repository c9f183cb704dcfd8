#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives on an FTP server, with and without TLS.

# vsftpd asks the user database: in a mount namespace it has our user.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can run this server"
requires vsftpd pkill openssl mkfs.ext4 debugfs
requires_appliance
requires_block_driver ftp

ip link set lo up
mkdir pub
chmod 755 . pub
make_disk pub/disk.img
mkdir empty
sed "s,^ftp:.*,," /etc/passwd > passwd
echo "ftp:x:65534:65534::$PWD/pub:/usr/sbin/nologin" >> passwd
mount --bind passwd /etc/passwd
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
  -keyout tls.key -out tls.crt 2> /dev/null

# serve_ftp PORT LINES
serve_ftp() {
  cat > "ftp$1.conf" <<END
listen=YES
listen_address=127.0.0.1
listen_port=$1
background=NO
anonymous_enable=YES
anon_root=$PWD/pub
secure_chroot_dir=$PWD/empty
seccomp_sandbox=NO
isolate=NO
isolate_network=NO
xferlog_enable=NO
$2
END
  background vsftpd "$PWD/ftp$1.conf"
  wait_until listens "$1"
}
ftp=$(free_port)
serve_ftp "$ftp" ""
ftp_server=$server
reads "ftp" -a "ftp://127.0.0.1:$ftp/disk.img"
slow=16mbit slowly "ftp" --format=raw -a "ftp://127.0.0.1:$ftp/disk.img"
hot_plugs "ftp" "/disk.img protocol:ftp server:127.0.0.1:$ftp"
spied "ftp" Hush-5e0c2a "/disk.img protocol:ftp server:127.0.0.1:$ftp \
username:anonymous secret:Hush-5e0c2a"
refused "ftp://127\.0\.0\.1:$ftp/none: " \
  guestfish --ro -a "ftp://127.0.0.1:$ftp/none"
refused "ftp://me@127\.0\.0\.1:$ftp/disk.img: " \
  guestfish --ro -a "ftp://me:wrong@127.0.0.1:$ftp/disk.img"

fails_as ENOENT "/none protocol:ftp server:127.0.0.1:$ftp"
fails_as EACCES \
  "/disk.img protocol:ftp server:127.0.0.1:$ftp username:me secret:wrong"

ftps=$(free_port)
serve_ftp "$ftps" "ssl_enable=YES
implicit_ssl=YES
allow_anon_ssl=YES
require_ssl_reuse=NO
ssl_ciphers=HIGH
rsa_cert_file=$PWD/tls.crt
rsa_private_key_file=$PWD/tls.key"
# It can be read, or it is said at once why not.
export LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0
at=ftps://127.0.0.1:$ftps/disk.img
drive="/disk.img protocol:ftps server:127.0.0.1:$ftps"
LIBGUESTFS_BACKEND_SETTINGS='' refused "$at: .*certificate" \
  guestfish --ro -a "$at"
refused "ftps://me@127\.0\.0\.1:$ftps/disk.img: .*530" \
  guestfish --ro -a "ftps://me:wrong@127.0.0.1:$ftps/disk.img"
if guestfish --ro --format=raw -a "$at" 2> log; then
  reads "ftps" -a "$at"
  hot_plugs "ftps" "$drive"
  spied "ftps" Hush-5e0c2a "$drive username:anonymous secret:Hush-5e0c2a"
  refused "ftps://127\.0\.0\.1:$ftps/none: " \
    guestfish --ro -a "ftps://127.0.0.1:$ftps/none"
  gone_in_use "ftps" "$drive" "pkill -9 -P $server; kill -9 $server"
else
  refused "add_drive: $at: .*(timed out|did not answer).*: libcurl before 8\.7 .*use https or ssh" \
    guestfish --ro --format=raw -a "$at"
  # Likewise in a running machine, which would wait for ever.
  timeout 200 guestfish 2> log <<< "scratch 1M
run
-add-drive $drive readonly:true format:raw
shutdown" || fail "ftps: the machine does not go on: $(cat log)"
  is "lines of what is said of a hot-plugged drive" "$(wc -l < log)" 1
  matches "a hot-plugged drive" "$(cat log)" \
    "add_drive: $at: .*libcurl before 8\.7"
  skip_part "QEMU's libcurl cannot read over ftps"
fi
unset LIBGUESTFS_BACKEND_SETTINGS
for scheme in ftp ftps; do
  refused "$scheme://no\.invalid/x: .*resolve" \
    guestfish --ro -a $scheme://no.invalid/x
  refused "$scheme://127\.0\.0\.1:1/x: .*connect" \
    guestfish --ro -a $scheme://127.0.0.1:1/x
done
gone_in_use "ftp" "/disk.img protocol:ftp server:127.0.0.1:$ftp" \
  "pkill -9 -P $ftp_server; kill -9 $ftp_server"
