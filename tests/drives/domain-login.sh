#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A real libvirtd that wants a name and a password: they are asked by the event,
# or at the terminal; wrong ones are refused.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"
calls=$abs_top_builddir/tests/unit/domain-calls
[ -x "$calls" ] || skip "built without libvirt"
PATH=$PATH:/usr/sbin
requires python3 saslpasswd2
libvirtd_start

truncate -s 1M disk.img
cat > guest.xml <<END
<domain type='qemu'><name>guest</name><memory unit='MiB'>64</memory>
<os><type arch='x86_64'>hvm</type></os><devices>
<disk type='file'><driver name='qemu' type='raw'/><source file='$PWD/disk.img'/>
<target dev='vda'/></disk></devices></domain>
END
virsh_system define guest.xml > log 2>&1 || fail "$(cat log)"

end_by_pidfile virt/run/libvirtd.pid
rm -f virt/run/libvirtd.pid
printf 'auth_unix_rw = "sasl"\nauth_unix_ro = "none"\n' >> virt/etc/libvirtd.conf
mkdir sasl
printf 'mech_list: scram-sha-256\nsasldb_path: %s/sasl/db\n' "$PWD" \
  > sasl/libvirt.conf
printf 'the password' | saslpasswd2 -p -a libvirt -c -f sasl/db me
in_libvirt env SASL_CONF_PATH="$PWD/sasl" libvirtd -d > log 2>&1 ||
  fail "$(cat log)"
uri=qemu:///system

is "the event" "$(in_libvirt "$calls" password $uri me 'the password')" \
  "event: $uri
authname
passphrase
1"
refused="EACCES: add_domain: connection to libvirt, $uri: authentication failed"
matches "a wrong password" \
  "$(in_libvirt "$calls" password $uri me wrong || true)" "$refused"
matches "nobody of that name" \
  "$(in_libvirt "$calls" password $uri you 'the password' || true)" "$refused"

# terminal PASSWORD: what guestfish asks and says. libvirt forgets what is typed
# before it has switched the echo off.
terminal() {
  printf '%s\n' 'name: |me\n' 'password: |' 'SLEEP 2' "|$1\\n" |
    in_libvirt python3 "$abs_top_srcdir/tests/lib/terminal.py" \
      guestfish -c $uri -d guest debug-drives
}
matches "at the terminal" "$(terminal 'the password')" \
  "libvirt must log in to connect to $uri.*$PWD/disk.img protocol=file"
matches "a wrong password at the terminal" "$(terminal wrong || true)" \
  "add_domain: connection to libvirt, $uri: authentication failed"
