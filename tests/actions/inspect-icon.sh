#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Logos of systems: which file is taken, what is made of letters and of bitmaps
# in programs of Windows; what is no picture is none.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires_appliance
requires python3

# ---- Pictures ----

# png FILE WIDTH HEIGHT SIZE: what begins as one, of so many bytes
# program FILE NAME [WIDTH]: a program of Windows with a bitmap of this name, of
# 48 x 64 pixels, whatever it says: the first 55 rows are red, the rest blue
cat > make.py <<'END'
import struct, sys, zlib

def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))

def png(width, height, size):
    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    data = (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return data + bytes(max(0, size - len(data)))

def bitmap(width):
    blue, red = b"\xff\0\0", b"\0\0\xff"
    return (struct.pack("<IiiHHIIiiII", 40, width, 64, 1, 24, 0, 0, 0, 0, 0, 0)
            + blue * 48 * 9 + red * 48 * 55)

def directory(entries):
    """Of resources: (id, offset, whether that is a directory)."""
    return (struct.pack("<IIHHHH", 0, 0, 0, 0, 0, len(entries))
            + b"".join(struct.pack("<II", i, at | (d << 31))
                       for i, at, d in entries))

def program(name, width=48):
    """PE32 with one section, .rsrc, at RVA 0x1000 and offset 0x200."""
    data = bitmap(width)
    rsrc = (directory([(2, 24, True)]) + directory([(name, 48, True)])
            + directory([(1033, 72, False)])
            + struct.pack("<IIII", 0x1000 + 88, len(data), 0, 0) + data)
    rsrc += bytes(-len(rsrc) % 512)
    optional = struct.pack("<HBBIIIIIIIIIHHHHHHIIIIHHIIIIII", 0x10b, 1, 0, 0,
                           len(rsrc), 0, 0x1000, 0, 0x1000, 0x400000, 0x1000,
                           0x200, 4, 0, 0, 0, 4, 0, 0, 0x1000 + len(rsrc),
                           0x200, 0, 2, 0, 0x100000, 0x1000, 0x100000, 0x1000,
                           0, 16)
    optional += b"".join(struct.pack("<II", 0x1000 * (i == 2),
                                     len(rsrc) * (i == 2)) for i in range(16))
    head = (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"
            + struct.pack("<HHIIIHH", 0x14c, 1, 0, 0, 0, len(optional), 0x102)
            + optional
            + struct.pack("<8sIIIIIIHHI", b".rsrc", len(rsrc), 0x1000,
                          len(rsrc), 0x200, 0, 0, 0, 0, 0x40000040))
    return head + bytes(0x200 - len(head)) + rsrc

kind, path, *numbers = sys.argv[1:]
with open(path, "wb") as f:
    f.write(globals()[kind](*map(int, numbers)))
END
make() { mkdir -p "$(dirname "$2")"; python3 make.py "$@"; }

# ---- Systems: a disk each ----

debian_logo=usr/share/pixmaps/debian-logo.png
linux() {
  mkdir -p "$1"/{etc,bin}
  printf 'ID=%s\nVERSION_ID=%s\n' "$2" "${3-12}" > "$1/etc/os-release"
}
linux none debian
linux logo debian; make png logo/$debian_logo 48 48 0
linux both debian; make png both/$debian_logo 48 48 0; make png both/etc/favicon.png 32 16 0
linux small ubuntu 22.04
make png small/usr/share/icons/gnome/24x24/places/ubuntu-logo.png 24 24 0
linux cirros cirros 0.5; mkdir -p cirros/usr/share/cirros
printf '  ____\n / __/ toy\n' > cirros/usr/share/cirros/logo
windows xp/WINDOWS 14c; windows huge/WINDOWS 14c; windows cut/WINDOWS 14c; windows seven/Windows
make program xp/WINDOWS/Explorer.exe 143
make program huge/WINDOWS/explorer.exe 143 100000000
head -c 600 xp/WINDOWS/Explorer.exe > cut/WINDOWS/explorer.exe
make program seven/Windows/explorer.exe 1
make program seven/Windows/SysWOW64/explorer.exe 6801
hives <<'END'
> xp/WINDOWS/System32/config/software
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Microsoft Windows XP"
"CurrentVersion"="5.1"
> xp/WINDOWS/System32/config/system
[Select]
"Current"=dword:00000001
> seven/Windows/System32/config/software
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 7"
"CurrentVersion"="6.1"
> seven/Windows/System32/config/system
[Select]
"Current"=dword:00000001
END
for i in huge cut; do cp xp/WINDOWS/System32/config/s* $i/WINDOWS/System32/config/; done
systems=(none logo both small cirros xp seven huge cut)

# What is no picture, as favicon.png of the first one.
make png bad/tiny 15 32 0
make png bad/wide 1025 32 0
make png bad/heavy 16 16 1025
make png bad/whole 32 32 0
head -c 20 bad/whole > bad/cut
printf GIF89a > bad/gif
: > bad/empty

# ---- One launch ----

script() {
  local i n=0 disk letters=abcdefghi
  for _ in "${systems[@]}"; do echo "scratch 24M"; done
  echo run
  for i in "${systems[@]}"; do
    disk=/dev/sd${letters:n++:1}
    tar -C "$i" -cf "$i.tar" .
    echo "mke2fs $disk"
    echo "mount $disk /"; echo "tar-in $i.tar /"; echo "umount /"
  done
  echo inspect-os
  echo "-inspect-get-icon /dev/sda | cat > unmounted"
  n=0
  for i in "${systems[@]}"; do
    disk=/dev/sd${letters:n++:1}
    echo "mount $disk /"
    echo "inspect-get-icon $disk | cat > $i.png"
    echo "inspect-get-icon $disk favicon:false | cat > $i-own.png"
    echo "inspect-get-icon $disk highquality:true | cat > $i-high.png"
    if [ "$i" = none ]; then bad_pictures; fi
    echo "umount /"
  done
}
bad_pictures() {
  local i
  for i in bad/*; do
    echo "upload $i /etc/favicon.png"
    echo "inspect-get-icon /dev/sda | cat > none-${i#*/}.png"
  done
  echo "rm /etc/favicon.png"; echo "mkfifo 0644 /etc/favicon.png"
  echo "inspect-get-icon /dev/sda | cat > none-fifo.png"
  echo "rm /etc/favicon.png"; echo "ln-s /etc/picture /etc/favicon.png"
  echo "inspect-get-icon /dev/sda | cat > none-away.png"
  echo "upload bad/whole /etc/picture"
  echo "inspect-get-icon /dev/sda | cat > none-link.png"
}
script > commands
guestfish < commands > roots 2> errors || fail "guestfish: $(cat errors)"

is "systems" "$(paste -sd' ' roots)" "/dev/sda /dev/sdb /dev/sdc /dev/sdd /dev/sde /dev/sdf /dev/sdg /dev/sdh /dev/sdi"
matches "an error unless it is mounted" "$(cat errors)" 'inspect_get_icon'
is "nothing then" "$(cat unmounted)" ""

# ---- What came ----

same() { cmp "$2" "$3" || fail "$1: $2 is not $3"; }
nothing() { [ -f "$2" ] && [ ! -s "$2" ] || fail "$1: $2 is not empty"; }
nothing "no logo" none.png
same "the table's" logo.png logo/$debian_logo
same "the favicon" both.png both/etc/favicon.png
same "no favicon wanted" both-own.png both/$debian_logo
same "high quality means no favicon" both-high.png both/$debian_logo
same "a small one" small.png small/usr/share/icons/gnome/24x24/places/ubuntu-logo.png
nothing "high quality" small-high.png
for i in tiny wide heavy cut gif empty fifo away; do nothing "$i" none-$i.png; done
same "a whole one" none-whole.png bad/whole
same "a link" none-link.png bad/whole

# decoded FILE: width, height, and the colours of the first and the last pixel
decoded() {
  python3 - "$1" <<'END'
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
at, idat, palette = 8, b"", b""
while at < len(data):
    n, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + n]
    if kind == b"IHDR":
        width, height, depth, colour = struct.unpack(">IIBB", body[:10])
    elif kind == b"IDAT":
        idat += body
    elif kind == b"PLTE":
        palette = body
    at += 12 + n
rows = zlib.decompress(idat)
if colour == 3:             # one filter byte a row, then indices
    row = 1 + (width * depth + 7) // 8
    first = rows[1] >> (8 - depth)
    used = (width - 1) * depth
    last = rows[row * (height - 1) + 1 + used // 8] >> (8 - depth - used % 8)
    last &= (1 << depth) - 1
    print(width, height, palette[first * 3:][:3].hex(), palette[last * 3:][:3].hex())
else:
    print(width, height, colour)
END
}
is "Windows XP" "$(decoded xp.png)" "48 64 ff0000 0000ff"
is "Windows 7, the first 55 rows" "$(decoded seven.png | cut -d' ' -f1,2)" "48 55"
nothing "no high quality of Windows" xp-high.png
nothing "a bitmap that would need all memory" huge.png
nothing "a program that is cut" cut.png
matches "letters are drawn" "$(decoded cirros.png)" '^[0-9]+ [0-9]+ 0$'
is "and are the same each time" "$(decoded cirros-own.png)" "$(decoded cirros.png)"
