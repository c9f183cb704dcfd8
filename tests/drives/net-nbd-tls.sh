#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# NBD through TLS: with certificates and with a shared key; strangers, wrong
# keys, a server that only has TLS asked without it, and servers that go.

. "$(dirname "$0")/../lib/servers.sh"
requires nbdkit certtool psktool mkfs.ext4 debugfs
requires_appliance

make_disk disk.img

# A certificate authority, a server and a client.
mkdir pki stranger psk wrong-psk
certificate() { # KIND NAME
  certtool --generate-privkey --ecc --outfile "pki/$1-key.pem"
  printf '%s\n' "cn = $2" "dns_name = localhost" "ip_address = 127.0.0.1" \
    "tls_www_$1" signing_key > "$1.info"
  certtool --generate-certificate --load-ca-certificate pki/ca-cert.pem \
    --load-ca-privkey ca-key.pem --load-privkey "pki/$1-key.pem" \
    --template "$1.info" --outfile "pki/$1-cert.pem"
}
authority() { # KEY CERTIFICATE
  certtool --generate-privkey --ecc --outfile "$1"
  printf '%s\n' "cn = test" ca cert_signing_key > ca.info
  certtool --generate-self-signed --load-privkey "$1" --template ca.info \
    --outfile "$2"
}
{
  authority ca-key.pem pki/ca-cert.pem
  certificate server localhost
  certificate client me
  authority stranger-key.pem stranger/ca-cert.pem
  psktool -u me -p psk/keys.psk
  psktool -u me -p wrong-psk/keys.psk
} > pki.log 2>&1 || fail "$(cat pki.log)"
chmod 600 pki/*-key.pem

x509=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$x509" --tls=require \
  --tls-certificates="$PWD/pki" --tls-verify-peer -e disk file disk.img
wait_until listens "$x509"
at=nbds://127.0.0.1:$x509/disk
drive="disk protocol:nbds server:127.0.0.1:$x509"
reads "X.509" -a "$at?tls-certificates=$PWD/pki"
export LIBGUESTFS_BACKEND_SETTINGS=tls_certificates=$PWD/pki
# A domain of libvirt says which name is in the certificate.
domain() {
  domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='nbd' name='disk' tls='yes' tlsHostname='$1'>
<host name='127.0.0.1' port='$x509'/></source>"
  . "$abs_top_srcdir/tests/lib/domain.sh"
}
domain localhost
reads "name of the certificate" -c "$uri" -d guest
domain other.example
refused "disk vda: $at: Certificate does not match .* other.example" \
  guestfish --ro -c "$uri" -d guest
hot_plugs "X.509" "$drive"
writes "X.509" "$drive" file_in disk.img
# What is on the second line of a key in PEM is in no other file.
spied "X.509" "$(sed -n 2p pki/client-key.pem)" "$drive"
# absent_or_nameless QUERY
absent_or_nameless() {
  refused "nbds://me@127.0.0.1:1/: .*Connection refused" \
    guestfish --ro -a "nbds://me@127.0.0.1:1/?$1"
  refused "nbds://me@no\.invalid/: .*(Name or service not known|resolution)" \
    guestfish --ro -a "nbds://me@no.invalid/?$1"
}
absent_or_nameless "tls-certificates=$PWD/pki"
gone_in_use "X.509" "$drive" "kill -9 $server"
background nbdkit -f -i 127.0.0.1 -p "$x509" --tls=require \
  --tls-certificates="$PWD/pki" --tls-verify-peer -e disk file disk.img
wait_until listens "$x509"
unset LIBGUESTFS_BACKEND_SETTINGS

refused "add_drive: $at: .*(certificate|TLS)" \
  guestfish --ro -a "$at?tls-certificates=$PWD/stranger"
refused "add_drive: nbd://127.0.0.1:$x509/disk: .*TLS" \
  guestfish --ro -a "nbd://127.0.0.1:$x509/disk"
refused "nbds: needs to know whom to believe: .*tls_certificates" \
  guestfish --ro -a "$at"
refused "$PWD/none: has neither ca-cert.pem nor keys.psk" \
  guestfish --ro -a "$at?tls-certificates=$PWD/none"
refused "protocol nbds: takes no secret" guestfish --ro \
  -a "nbds://me:hush@127.0.0.1:$x509/disk?tls-certificates=$PWD/pki"

# Any server will do, when it does not ask who we are.
open=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$open" --tls=require \
  --tls-certificates="$PWD/pki" file disk.img
wait_until listens "$open"
refused "nbds://127.0.0.1:$open/: .*certificate" guestfish --ro \
  -a "nbds://127.0.0.1:$open/?tls-certificates=$PWD/stranger"
LIBGUESTFS_BACKEND_SETTINGS=tls_verify=0 reads "not verified" \
  -a "nbds://127.0.0.1:$open/?tls-certificates=$PWD/stranger"

psk=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$psk" --tls=require \
  --tls-psk="$PWD/psk/keys.psk" file disk.img
wait_until listens "$psk"
reads "PSK" -a "nbds://me@127.0.0.1:$psk/?tls-certificates=$PWD/psk"
psk_server=$server
drive="'' protocol:nbds server:127.0.0.1:$psk username:me"
export LIBGUESTFS_BACKEND_SETTINGS=tls_certificates=$PWD/psk
spied "PSK" "$(cut -d: -f2 psk/keys.psk)" "$drive"
hot_plugs "PSK" "$drive"
writes "PSK" "$drive" file_in disk.img
unset LIBGUESTFS_BACKEND_SETTINGS
absent_or_nameless "tls-certificates=$PWD/psk"
refused "nbds://me@127.0.0.1:$psk/: .*TLS" guestfish --ro \
  -a "nbds://me@127.0.0.1:$psk/?tls-certificates=$PWD/wrong-psk"
refused "nbds://you@127.0.0.1:$psk/: " guestfish --ro \
  -a "nbds://you@127.0.0.1:$psk/?tls-certificates=$PWD/psk"

plain=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$plain" file disk.img
wait_until listens "$plain"
refused "nbds://127.0.0.1:$plain/: .*starttls" guestfish --ro \
  -a "nbds://127.0.0.1:$plain/?tls-certificates=$PWD/pki"

LIBGUESTFS_BACKEND_SETTINGS=tls_certificates=$PWD/psk \
  gone_in_use "PSK" "$drive" "kill -9 $psk_server"
