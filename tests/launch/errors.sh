#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A launch that cannot succeed says why, in one line.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

run=(guestfish add /dev/null : run)

# ---- QEMU ----

LIBGUESTFS_HV=/nonexistent/qemu fails_with \
  'launch: /nonexistent/qemu: .*LIBGUESTFS_HV' "${run[@]}"
LIBGUESTFS_HV=$PWD fails_with 'launch: .*not a program' "${run[@]}"
fake_qemu 'echo "fake-qemu: no memory left" >&2; exit 1'
fails_with 'launch: launch failed: fake-qemu exited with status 1: no memory left$' "${run[@]}"
fake_qemu 'echo "fake-qemu: -blockdev {\"driver\":\"raw\"}: Failed to get \"write\" lock
Is another process using the image [/disk.img]?" >&2; exit 1'
fails_with 'launch: .*: Failed to get "write" lock: Is another process using the image \[/disk.img\]\?$' "${run[@]}"
# Warnings are not the cause.
fake_qemu 'echo "fake-qemu: warning: old" >&2; echo "fake-qemu: broken" >&2; exit 1'
fails_with 'launch: .*: broken$' "${run[@]}"
# It dies before it has said anything.
# shellcheck disable=SC2016
fake_qemu 'kill -9 $$'
fails_with 'launch: launch failed: fake-qemu was ended by signal 9' "${run[@]}"
fake_qemu 'exit 0'
fails_with 'launch: launch failed: fake-qemu exited with status 0 before' "${run[@]}"
# What the kernel or init complain about on the console.
fake_qemu 'echo "guestfs-init: fatal: no root disk: No such file"; exit 0'
fails_with 'launch: .*no root disk' "${run[@]}"
fake_qemu 'echo "[    1.0] Kernel panic - not syncing: VFS: no root"; exit 0'
fails_with 'launch: .*panic.*VFS: no root' "${run[@]}"

# ---- The greeting ----

requires python3
# fake_daemon PYTHON: sends these bytes as soon as it is started
fake_daemon() {
  cat > "$test_tmp/fake-qemu" <<EOF
#!$(command -v python3)
import os, re, struct, sys
fd = int(re.search(r'id=channel,fd=(\d+)', ' '.join(sys.argv)).group(1))
def string(s):
    s = s.encode()
    return struct.pack('>I', len(s)) + s + b'\0' * (-len(s) % 4)
def frame(kind, payload):
    return struct.pack('>II', 0x47460000 + kind, len(payload)) + payload
os.write(fd, $1)
os.read(fd, 1)
EOF
  chmod +x "$test_tmp/fake-qemu"
}
fake_daemon "frame(1, struct.pack('>I', 5) + string('0.0.1-other') + string('6.1'))"
fails_with 'launch: .*0\.0\.1-other' "${run[@]}"
fake_daemon "frame(1, struct.pack('>I', 99) + string('x') + string('6.1'))"
fails_with 'launch: launch failed: .*protocol 99' "${run[@]}"
fake_daemon "frame(1, b'1234')"
fails_with 'launch: launch failed: unexpected HELLO' "${run[@]}"
fake_daemon "b'HTTP/1.0 200 OK and so on'"
fails_with 'launch: launch failed: .*sent a frame of no known kind' "${run[@]}"
fake_daemon "struct.pack('>II', 0x47460001, 0xfffffff0)"
fails_with 'launch: launch failed: .*sent a frame longer than is allowed' "${run[@]}"
fake_daemon "frame(3, b'')"
fails_with 'launch: launch failed: .*something else instead of HELLO' "${run[@]}"

# ---- The appliance ----

LIBGUESTFS_PATH=/nonexistent:$PWD fails_with \
  'launch: no appliance found in /nonexistent:.*make-fixed-appliance.*LIBGUESTFS_PATH' \
  "${run[@]}"
fake_appliance old 1.2.3-old
LIBGUESTFS_PATH=$PWD/old fails_with \
  'launch: .*/old: this appliance belongs to version 1\.2\.3-old' "${run[@]}"
rm old/manifest
LIBGUESTFS_PATH=$PWD/old fails_with 'launch: .*/old: .*no manifest' "${run[@]}"

# ---- Settings ----

LIBGUESTFS_BACKEND_SETTINGS=force_tcg:force_kvm fails_with \
  'launch: .*force_kvm and force_tcg' "${run[@]}"
fails_with 'set_backend: backend "frob": .*choose one of: direct, libvirt' \
  guestfish set-backend frob
fails_with 'set_backend: backend "direc:x": ' guestfish set-backend direc:x
fails_with 'set_backend: backend "directx": ' guestfish set-backend directx
# What follows the colon is the backend's, and this one ignores it.
is "an argument" "$(guestfish set-backend direct:x : get-backend)" direct:x
LIBGUESTFS_BACKEND=direct:x fails_with 'launch: .*instead of HELLO' "${run[@]}"
is "backend after a name that is refused" \
  "$(guestfish -- -set-backend frob : get-backend 2> /dev/null)" direct

# ---- The order of calls ----

fails_with 'list_devices: .*launch' guestfish add /dev/null : list-devices
fails_with 'get_pid: .*launch' guestfish get-pid
guestfish shutdown || fail "shutdown before launch should do nothing"

# ---- The cause is gone: the same handle can launch ----

fake_qemu 'echo "fake-qemu: again" >&2; exit 1'
is "second attempt" \
  "$(guestfish -- add /dev/null : -run : -run : debug-drives 2>&1 | grep -c again)" 2
