#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A VHD or VHDX that holds only what differs from its parent is refused; it
# would look like a disk that is nearly empty.

. "$(dirname "$0")/../lib.sh"
requires qemu-img python3

# A dynamic VHD made into one with a parent: type 4, and the parent's name.
qemu-img create -q -f vpc plain.vhd 4M
python3 - <<'END'
import struct
vhd = bytearray(open("plain.vhd", "rb").read())
def set_type(at):
    vhd[at + 60:at + 64] = struct.pack(">I", 4)
    vhd[at + 64:at + 68] = bytes(4)
    total = ~sum(vhd[at:at + 512]) & 0xffffffff
    vhd[at + 64:at + 68] = struct.pack(">I", total)
header, = struct.unpack(">Q", vhd[16:24])
name = "C:\\disks\\Eltern\u00e4\x1b.vhd".encode("utf-16-be")
vhd[header + 64:header + 64 + len(name)] = name
set_type(0)
set_type(len(vhd) - 512)
open("child.vhd", "wb").write(vhd)
END
fails_with 'launch: .*/child.vhd: is a differencing VHD.* parent C:.disks.Elternä\?\.vhd: merge' \
  guestfish --ro -a child.vhd run
fails_with 'launch: .*/child.vhd: is a differencing VHD' \
  guestfish --format=vpc -a child.vhd run

# A VHDX: the bit "has a parent" in its metadata.
qemu-img create -q -f vhdx plain.vhdx 8M
python3 - <<'END'
import struct, uuid
vhdx = bytearray(open("plain.vhdx", "rb").read())
table = vhdx.index(b"metadata")
params = uuid.UUID("caa16737-fa36-4d43-b3b6-33f0aa44e76b").bytes_le
entry = vhdx.index(params, table)
offset, = struct.unpack("<I", vhdx[entry + 16:entry + 20])
vhdx[table + offset + 4] |= 2
open("child.vhdx", "wb").write(vhdx)
END
fails_with "launch: $PWD/child.vhdx: [A-Z][a-z ]*: it is damaged, or it is a differencing VHDX" \
  guestfish --ro -a child.vhdx run
fails_with "launch: $PWD/child.vhdx: [A-Z][a-z ]*: it is damaged, or it is a differencing VHDX" \
  guestfish --format=vhdx -a child.vhdx run

if has_image foreign-fs.tar.xz; then
  tar -xJf "$test_images/foreign-fs.tar.xz" foreign-fs/ntfs-differential.vhd
  fails_with 'differencing VHD.*ntfs-parent.vhd' \
    guestfish --ro -a foreign-fs/ntfs-differential.vhd run
fi
