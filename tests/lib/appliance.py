# SPDX-License-Identifier: GPL-2.0-or-later
"""Boots an appliance and speaks frames with guestfsd, without the library.

Used by tests/launch/guestfsd.py and by tools/boot-analysis.
"""

import os
import re
import shutil
import socket
import struct
import subprocess
import time

HELLO, SETUP, READY, CALL, REPLY, CHUNK, END, ABORT, CANCEL, PROGRESS = \
    range(0x47460001, 0x4746000b)
PROGRAM, VERSION = 0x2000F5F5, 5
CMDLINE = ("panic=-1 console=ttyS0 quiet 8250.nr_uarts=1 no_timer_check "
           "lpj=5000000 audit=0 selinux=0 usbcore.nousb cryptomgr.notests "
           "random.trust_cpu=on tsc=reliable mitigations=off nolapic_timer "
           "norandmaps init_on_alloc=0 "
           "module_blacklist=crc32c_intel modprobe.blacklist=crc32c_intel "
           "rcupdate.rcu_expedited=1 cgroup_disable=memory debugfs=off "
           "lsm=capability")


class Failed(Exception):
    def __init__(self, errno_name, message):
        super().__init__("%s: %s" % (errno_name, message))
        self.errno_name, self.message = errno_name, message


def u32(v):
    return struct.pack(">I", v & 0xffffffff)


def u64(v):
    return struct.pack(">Q", v & 0xffffffffffffffff)


def opaque(b):
    return u32(len(b)) + b + b"\0" * (-len(b) % 4)


def string(s):
    return opaque(s.encode())


def strings(v):
    return u32(len(v)) + b"".join(string(s) for s in v)


class Reader:
    """The inverse of the above."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        assert self.at + n <= len(self.data), "message is too short"
        self.at += n
        return self.data[self.at - n:self.at]

    def u32(self):
        return struct.unpack(">I", self.take(4))[0]

    def u64(self):
        return struct.unpack(">Q", self.take(8))[0]

    def opaque(self):
        n = self.u32()
        b = self.take(n)
        self.take(-n % 4)
        return b

    def string(self):
        return self.opaque().decode()

    def strings(self):
        return [self.string() for _ in range(self.u32())]

    def finished(self):
        return self.at == len(self.data)


def procedures(header):
    """Name -> number, from common/gen/protocol.h."""
    with open(header) as f:
        return {m[1].lower(): int(m[2]) for m in
                re.finditer(r"GUESTFS_PROC_(\w+)\s+(\d+)", f.read())}


def find_qboot():
    for d in ("/usr/share/qemu", "/usr/share/seabios"):
        if os.path.exists(d + "/qboot.rom"):
            return ["-bios", d + "/qboot.rom"]
    return []


class Appliance:
    def __init__(self, directory, procs=None, cmdline="", qemu_args=(),
                 console=None, drives=()):
        self.procs, self.serial = procs or {}, 0
        self.started = time.monotonic()
        ours, theirs = socket.socketpair()
        self.sock = ours
        self.progress = []
        argv = [shutil.which("qemu-system-x86_64"), "-nodefaults",
                "-no-user-config", "-display", "none", "-no-reboot",
                "-machine", "q35,accel=tcg,usb=off,sata=off,"
                "smbus=off,vmport=off,smm=off,i8042=off,hpet=off,graphics=off",
                "-cpu", "max,la57=off,smap=off,erms=off,fsrm=off", "-m", "1280",
                *find_qboot(),
                "-kernel", directory + "/kernel",
                "-initrd", directory + "/initrd",
                "-append", CMDLINE + " " + cmdline,
                "-serial", "stdio",
                "-drive", "file=%s/root,format=raw,if=none,id=root,readonly=on,"
                "file.locking=off" % directory,
                "-device", "virtio-blk-pci,drive=root",
                "-device", "virtio-scsi-pci,id=scsi",
                "-device", "virtio-serial-pci",
                "-chardev", "socket,id=channel,fd=%d" % theirs.fileno(),
                "-device", "virtserialport,chardev=channel,"
                "name=org.libguestfs.channel.0", *qemu_args]
        for i, d in enumerate(drives):
            argv += ["-drive", "file=%s,format=raw,if=none,id=d%d,"
                     "cache=unsafe" % (d, i),
                     "-device", "scsi-hd,drive=d%d,bus=scsi.0,channel=0,"
                     "scsi-id=%d,lun=0" % (i, i)]
        self.qemu = subprocess.Popen(argv, pass_fds=[theirs.fileno()],
                                     stdin=subprocess.DEVNULL, stdout=console,
                                     stderr=subprocess.STDOUT)
        theirs.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.sock.close()
        try:
            self.qemu.wait(20)   # guestfsd sees that we are gone
        except subprocess.TimeoutExpired:
            self.qemu.kill()
            self.qemu.wait()
            if args[0] is None:
                raise

    def send(self, kind, payload=b""):
        self.sock.sendall(u32(kind) + u32(len(payload)) + payload)

    def recv_bytes(self, n):
        out = bytearray()
        while len(out) < n:
            got = self.sock.recv(n - len(out))
            if not got:
                raise EOFError("the appliance has gone")
            out += got
        return bytes(out)

    def recv(self):
        """The next frame that is not PROGRESS: kind, Reader."""
        while True:
            kind, n = struct.unpack(">II", self.recv_bytes(8))
            payload = Reader(self.recv_bytes(n))
            if kind != PROGRESS:
                return kind, payload
            self.progress.append(payload)

    def hello(self):
        kind, r = self.recv()
        assert kind == HELLO, hex(kind)
        return r.u32(), r.string(), r.string()

    def send_setup(self, drives=(), labels=None, verbose=0, network=0,
                   request_kib=None):
        now = time.time()
        labels = labels or [""] * len(drives)
        request_kib = request_kib or [0] * len(drives)
        self.send(SETUP, u32(verbose) + u32(0) + u32(network) + u32(0)
                  + opaque(b"") + u64(int(now)) + u32(int(now % 1 * 1e9))
                  + opaque(os.urandom(32))
                  + u32(len(drives)) + b"".join(u32(d) for d in drives)
                  + strings(labels)
                  + u32(len(request_kib))
                  + b"".join(u32(n) for n in request_kib) + strings([]))

    def setup(self, *args, **kwargs):
        self.send_setup(*args, **kwargs)
        kind, r = self.recv()
        if kind == ABORT:
            raise Failed(r.string(), r.string())
        assert kind == READY, hex(kind)

    def send_call(self, name, args=b"", optargs=0):
        self.serial += 1
        proc = name if isinstance(name, int) else self.procs[name]
        self.send(CALL, u32(PROGRAM) + u32(VERSION) + u32(proc) + u32(0)
                  + u32(self.serial) + u64(0) + u64(optargs) + u32(0) + args)

    def recv_reply(self):
        kind, r = self.recv()
        assert kind == REPLY, hex(kind)
        prog, vers, _, direction, serial = (r.u32() for _ in range(5))
        r.u64(), r.u64()
        status = r.u32()
        assert (prog, vers, direction, serial) == \
            (PROGRAM, VERSION, 1, self.serial)
        if status != 0:
            raise Failed(r.string(), r.string())
        return r

    def call(self, name, args=b"", optargs=0):
        self.send_call(name, args, optargs)
        return self.recv_reply()
