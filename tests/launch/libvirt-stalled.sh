#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A launch is cancelled while libvirt's QEMU neither sends nor reads its state; a
# secret that libvirt defines when nobody waits any more is taken back; one that
# does not answer is waited for once.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires qemu-system-x86_64
calls=$abs_top_builddir/tests/unit/domain-calls
[ -x "$calls" ] || skip "built without libvirt"
. "$abs_top_srcdir/tests/lib/fake-libvirt.sh"

FAKE_LIBVIRT_EMULATOR=$(command -v qemu-system-x86_64)
export FAKE_LIBVIRT_EMULATOR LIBGUESTFS_BACKEND=libvirt:fake:///x
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

# What is not cancelled waits for a minute.
for mode in hang-save hang-load; do
  mkdir $mode
  rm -f fake.log
  FAKE_LIBVIRT=$mode LIBGUESTFS_CACHEDIR=$PWD/$mode \
    timeout 40 "$calls" cancel-launch fake.log "waits for" > out ||
    fail "$mode: exit status $?: $(cat out fake.log)"
  is "$mode" "$(cat out)" "EINTR: launch: cancelled by the user"
  is "$mode: the machine" "$(tail -n 1 fake.log)" destroyed
  is "$mode: held against the template" "$(find $mode -name '*.failed')" ""
done

rm -f fake.log
FAKE_LIBVIRT=hang-start LIBGUESTFS_BACKEND_SETTINGS=force_tcg:libvirt_timeout=2 \
  fails_with 'launch failed: .* the server does not answer: .* libvirt_timeout' \
  guestfish add /dev/null : run
is "how often it was asked" "$(cat fake.log)" "asked to start"

# qemu-img would ask the server.
mkdir bin
cat > bin/qemu-img <<'END'
#!/bin/bash
cat > /dev/null
echo '{"format": "raw", "virtual-size": 1048576}'
END
chmod +x bin/qemu-img
rm -f fake.log
# shellcheck disable=SC2016 # for the shell of guestfish
FAKE_LIBVIRT=slow-secret PATH=$PWD/bin:$PATH \
  LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template=0:libvirt_timeout=1 \
  guestfish > out 2>&1 <<'END' || fail "$(cat out)"
add iqn.x:y/1 protocol:iscsi server:h username:me secret:hush format:raw
-run
!for i in $(seq 300); do grep -qs undefined fake.log && break; sleep 0.1; done
END
matches "a slow secret" "$(cat out)" \
  "secret of drive 0: libvirt cannot keep it: the server does not answer"
is "what becomes of it" "$(cat fake.log)" $'defined\nundefined'
