#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A template is of one QEMU, kernel, appliance and version, and of no other.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"
requires python3

# ---- Another appliance ----

mkdir appliance
find "$LIBGUESTFS_PATH" -type f ! -name root -exec cp -p {} appliance \;
ln -s "$LIBGUESTFS_PATH/root" appliance/root
export LIBGUESTFS_PATH=$PWD/appliance
launch
launch
cloned

# anew WHAT: it is not used any more, and the next one replaces it.
anew() {
  local before
  before=$(template)
  launch
  said 'saved as '
  is "templates after $1" "$(template | wc -l)" 1
  [ "$before" != "$(template)" ] || fail "$1: the same template"
  launch
  cloned
}

touch -d yesterday appliance/initrd
anew "another initrd"
cp appliance/kernel other
mv other appliance/kernel
anew "another kernel"
cp --sparse=always "$(readlink appliance/root)" other
mv other appliance/root
anew "another root"

# ---- Another QEMU ----

real=$(guestfish get-hv)
wrapper() { # VERSION
  cat > qemu.new <<END
#!/bin/sh
[ "\$1" != --version ] || { echo "QEMU emulator version $1"; exit; }
exec $real "\$@"
END
  chmod +x qemu.new
}
export LIBGUESTFS_HV=$PWD/qemu
wrapper 7.2.100
mv qemu.new qemu
launch
said 'saved as '
launch
cloned
# The same file with the same time, which starts another one.
wrapper 7.2.101
touch -r qemu qemu.new
cat qemu.new > qemu
touch -r qemu.new qemu
launch
said 'saved as '
launch
cloned
wrapper 7.2.101
mv qemu.new qemu
launch
said 'saved as '
unset LIBGUESTFS_HV

# ---- Another version of the library, of the format ----

rm -rf "$store"
launch
t=$(template)

# rewrite PYTHON: changes the header, a list of (field, value), keeping its
# sum right.
rewrite() {
  python3 - "$t/state" "$1" <<'END'
import struct, sys

def mix(s, w):
    s = (s ^ w) * 0x9e3779b97f4a7c15 & (1 << 64) - 1
    return s ^ s >> 29

def total(b):
    m = (1 << 64) - 1
    lane = [0, m, len(b), ~len(b) & m]
    b += bytes(-len(b) % 32)
    for at in range(0, len(b), 32):
        for i, w in enumerate(struct.unpack_from("=4Q", b, at)):
            lane[i] = mix(lane[i], w)
    return mix(mix(mix(lane[0], lane[1]), lane[2]), lane[3])

with open(sys.argv[1], "r+b") as f:
    h = f.read(32768)
    n = struct.unpack_from(">I", h, 44)[0]
    end = 48 + n + -n % 4
    assert struct.unpack_from(">Q", h, end)[0] == total(h[:end]), "format?"
    body = bytearray(h[:end])
    exec(sys.argv[2])
    f.seek(0)
    f.write(body + struct.pack(">Q", total(bytes(body))))
END
}

rewrite 'body[48:] = body[48:].replace(b"libguestfs 1.", b"libguestfs 0.")'
launch
said 'is dropped: it is of another machine'
said 'saved as '
rewrite 'body[11] += 1'
launch
said 'is dropped: its format is of another version'
rewrite 'body[12:20] = struct.pack(">Q", 1 << 20)'
launch
said 'is dropped: a file of it is not as long as it was made'
rewrite 'body[44:48] = struct.pack(">I", 0x7fffffff)'
launch
said 'is dropped: its header is damaged'
works_next_time
