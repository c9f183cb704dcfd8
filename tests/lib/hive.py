#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
r"""Makes registry hives, clean ones and those of a Windows that was not shut
down, after "Windows registry file format specification" by Maxim Suhanov.

    hive.py make < TEXT
        Hives, each a line "> FILE|OPTION…" and what is in it, as in a file of
        regedit:  [Key\Key]  "Name"="text"  "Name"=dword:0000000a
        "Name"=hex:01,02  "Name"=hex(2):…
        OPTIONs: lh, lf, li, ri         how keys are listed
                 wide                   names in UTF-16
    hive.py dirty OLD NEW HIVE STYLE [OPTION=N…]
        HIVE is OLD; its logs have what makes NEW of it.  STYLE:
        entries     HIVE.LOG1, as since Windows 8.1: one entry for each page
        both        likewise; .LOG2 goes on after the first
        sectors     HIVE.LOG1, as before Windows 8.1
        OPTIONs: gap=N      the number of entry N and those after it is one more
                 hash=N     the hash of entry N is wrong
                 first=N    the first entry has this number (1001)
                 header=0   the checksum of the hive is wrong
                 time=N     the log is of another time
"""

import re
import struct
import sys

BLOCK = 4096
SECTOR = 512
NONE = 0xffffffff
SEQUENCE = 1000
TIME = 0x01d0000000000000
TYPES = {'hex': 3, 'dword': 4}


# ---- Reading .reg ----

class Key:
    def __init__(self, name):
        self.name, self.keys, self.values = name, {}, []

    def child(self, path):
        key = self
        for name in filter(None, path.split('\\')):
            key = key.keys.setdefault(name.lower(), Key(name))
        return key


def parse_value(text):
    if text.startswith('"'):
        plain = text[1:-1].replace('\\"', '"').replace('\\\\', '\\')
        return 1, (plain + '\0').encode('utf-16-le', 'surrogatepass')
    kind, data = text.split(':', 1)
    if kind == 'dword':
        return 4, struct.pack('<I', int(data, 16))
    number = re.fullmatch(r'hex\((\w+)\)', kind)
    return (int(number[1], 16) if number else TYPES[kind],
            bytes.fromhex(data.replace(',', '')))


def parse_hives(lines):
    """Of each hive: its file, options and root."""
    root = key = None
    for line in map(str.strip, lines):
        if line.startswith('>'):
            if root:
                yield path, options, root
            path, *options = line[1:].strip().split('|')
            root = key = Key('root')
        elif line.startswith('['):
            key = root.child(line[1:-1])
        elif line.startswith(('"', '@')):
            name, text = re.fullmatch(r'(@|"(?:[^"\\]|\\.)*")=(.*)',
                                      line).groups()
            name = '' if name == '@' else name[1:-1].replace('\\\\', '\\')
            key.values.append((name, *parse_value(text)))
    yield path, options, root


# ---- Writing a hive ----

class Writer:
    def __init__(self, style, wide):
        self.style, self.wide = style, wide
        self.bins = bytearray(32)

    def cell(self, data):
        """The offset of a new cell."""
        size = (len(data) + 4 + 7) // 8 * 8
        at = len(self.bins)
        self.bins += struct.pack('<i', -size) + data.ljust(size - 4, b'\0')
        return at

    def name(self, text):
        """Its bytes, and whether each is a character."""
        if self.wide or any(ord(c) > 255 for c in text):
            return text.encode('utf-16-le'), False
        return text.encode('latin-1'), True

    def value(self, name, kind, data):
        name, narrow = self.name(name)
        size = len(data)
        if size <= 4:
            size |= 0x80000000
            place, = struct.unpack('<I', data.ljust(4, b'\0'))
        else:
            place = self.cell(data)
        return self.cell(struct.pack('<2sHIIIHH', b'vk', len(name), size,
                                     place, kind, narrow, 0) + name)

    def leaf(self, style, names, offsets):
        data = struct.pack('<2sH', style.encode(), len(offsets))
        for name, offset in zip(names, offsets):
            data += struct.pack('<I', offset)
            if style == 'lf':
                data += name[:4].encode('latin-1', 'replace').ljust(4, b'\0')
            elif style == 'lh':
                hashed = 0
                for c in name.upper():
                    hashed = (hashed * 37 + ord(c)) & NONE
                data += struct.pack('<I', hashed)
        return self.cell(data)

    def list(self, names, offsets):
        if not offsets:
            return NONE
        if self.style != 'ri':
            return self.leaf(self.style, names, offsets)
        leaves = [self.leaf('lh', names[i:i + 2], offsets[i:i + 2])
                  for i in range(0, len(offsets), 2)]
        return self.cell(struct.pack('<2sH', b'ri', len(leaves))
                         + struct.pack(f'<{len(leaves)}I', *leaves))

    def key(self, key, root=False):
        """The root is the first cell of each hive, and never moves."""
        name, narrow = self.name(key.name)
        at = self.cell(bytes(76) + name)
        children = [key.keys[k] for k in sorted(key.keys, key=str.upper)]
        offsets = [self.key(child) for child in children]
        values = [self.value(*v) for v in key.values]
        listed = self.list([c.name for c in children], offsets)
        value_list = NONE
        if values:
            value_list = self.cell(struct.pack(f'<{len(values)}I', *values))
        flags = (0x20 if narrow else 0) | (0xc if root else 0)
        self.bins[at + 4:at + 80] = struct.pack(
            '<2sHQIIIIIIIIIIIIIIIHH', b'nk', flags, TIME, 0, 0, len(offsets),
            0, listed, NONE, len(values), value_list, NONE, NONE, 0, 0, 0, 0,
            0, len(name), 0)
        return at

    def finish(self):
        """All of the bins, as one."""
        free = -len(self.bins) % BLOCK
        if free:
            self.bins += struct.pack('<i', free).ljust(free, b'\0')
        self.bins[:32] = struct.pack('<4sIIQQI', b'hbin', 0, len(self.bins),
                                     0, TIME, 0)
        return bytes(self.bins)


def header(root, size, first=SEQUENCE, second=SEQUENCE, kind=0, time=TIME):
    data = struct.pack('<4sIIQIIIIIII', b'regf', first, second, time, 1, 5,
                       kind, 1, root, size, 1).ljust(508, b'\0')
    checksum = 0
    for word, in struct.iter_unpack('<I', data):
        checksum ^= word
    return data + struct.pack('<I', checksum)


def make(path, options, tree):
    styles = [o for o in options if o != 'wide']
    writer = Writer(styles[0] if styles else 'lh', 'wide' in options)
    root = writer.key(tree, True)
    bins = writer.finish()
    with open(path, 'wb') as f:
        f.write(header(root, len(bins)).ljust(BLOCK, b'\0') + bins)


# ---- Logs ----

def marvin32(data):
    low, high = 0x884def82, 0xc5554e7a

    def rotated(value, by):
        return (value << by | value >> 32 - by) & NONE

    padded = data + b'\x80'
    padded = padded.ljust((len(padded) + 3) // 4 * 4 + 4, b'\0')
    for word, in struct.iter_unpack('<I', padded):
        low = (low + word) & NONE
        high ^= low
        low = (rotated(low, 20) + high) & NONE
        high = rotated(high, 9) ^ low
        low = (rotated(low, 27) + high) & NONE
        high = rotated(high, 19)
    return struct.pack('<II', low, high)


def entry(number, size, offset, page):
    places = struct.pack('<II', offset, len(page)) + page
    places = places.ljust(-(-(len(places) + 40) // SECTOR) * SECTOR - 40,
                          b'\0')
    start = struct.pack('<4sIIIII', b'HvLE', len(places) + 40, 0, number,
                        size, 1) + marvin32(places)
    return start + marvin32(start) + places


def changed_pages(old, new, size):
    return [(at, new[at:at + size]) for at in range(0, len(new), size)
            if new[at:at + size] != old[at:at + size].ljust(size, b'\0')]


def entries(pages, size, options):
    made = []
    number = options.get('first', SEQUENCE + 1)
    for i, (offset, page) in enumerate(pages):
        if options.get('gap') == i:
            number += 1
        data = bytearray(entry(number, size, offset, page))
        if options.get('hash') == i:
            data[-SECTOR] ^= 1
        made.append(bytes(data))
        number += 1
    return made


def sectors(old, new):
    dirty = dict(changed_pages(old, new, SECTOR))
    bits = bytearray(len(new) // SECTOR // 8)
    for at in dirty:
        bits[at // SECTOR // 8] |= 1 << at // SECTOR % 8
    vector = b'DIRT' + bits
    vector = vector.ljust(-(-len(vector) // SECTOR) * SECTOR, b'\0')
    return vector + b''.join(dirty[at] for at in sorted(dirty))


def dirty(old, new, path, style, options):
    def load(name):
        with open(name, 'rb') as f:
            data = f.read()
        return data[:BLOCK], data[BLOCK:]

    def save(suffix, data):
        with open(path + suffix, 'wb') as f:
            f.write(data)

    old_header, old_bins = load(old)
    new_header, new_bins = load(new)
    root, size = struct.unpack('<II', new_header[36:44])
    top = bytearray(header(*struct.unpack('<II', old_header[36:44]),
                           first=SEQUENCE + 2, second=SEQUENCE + 1))
    if options.get('header') == 0:
        top[508] ^= 1
    save('', top.ljust(BLOCK, b'\0') + old_bins)
    time = options.get('time', TIME)
    made = entries(changed_pages(old_bins, new_bins, BLOCK), size, options)
    start = header(root, size, SEQUENCE + 1, SEQUENCE + 1, 6, time)
    if style == 'entries':
        save('.LOG1', start + b''.join(made))
    elif style == 'both':
        save('.LOG2', start + made[0])
        save('.LOG1', start + b''.join(made[1:]))
    else:
        save('.LOG1', header(root, size, SEQUENCE + 2, SEQUENCE + 2, 1, time)
             + sectors(old_bins, new_bins))
        save('.LOG2', b'')


def main():
    words = sys.argv[1:]
    if words[0] == 'make':
        for hive in parse_hives(sys.stdin):
            make(*hive)
    else:
        options = {}
        for word in words[5:]:
            name, value = word.split('=')
            options[name] = int(value)
        dirty(*words[1:5], options)


main()
