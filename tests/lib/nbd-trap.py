#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""nbd-trap.py SOCKET FILE OFFSET LENGTH kill|stall|QMP

An NBD server of a raw file. Whoever reads any of those bytes is killed, or
gets no answer to that and what it asks later for SECONDS; then it is left
alone. With the socket of a QEMU's monitor (QMP), its machine gets an interrupt
that cannot be masked: a kernel with unknown_nmi_panic panics."""

import json
import os
import signal
import socket
import struct
import sys
import threading
import time

SECONDS = 8                     # QEMU waits for an answer before it quits
path, name, offset, length, what = sys.argv[1:]
trap = range(int(offset), int(offset) + int(length))
image = os.open(name, os.O_RDWR)
size = os.fstat(image).st_size
FLAGS = 1 | 4                   # has flags, can flush
GREETING = b"NBDMAGIC" + b"IHAVEOPT" + struct.pack(">H", 3)
ACK, INFO, UNSUPPORTED = 1, 3, 0x80000001
EXPORT_NAME, ABORT, GO = 1, 2, 7
READ, WRITE, DISCONNECT = 0, 1, 2


def receive(client, n):
    data = b""
    while len(data) < n:
        piece = client.recv(n - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def answer_option(client, option, kind, data=b""):
    client.sendall(struct.pack(">QIII", 0x3e889045565a9, option, kind,
                               len(data)) + data)


def negotiate(client):
    """True when the other side goes on."""
    client.sendall(GREETING)
    receive(client, 4)
    while True:
        _, option, n = struct.unpack(">QII", receive(client, 16))
        receive(client, n)
        if option == EXPORT_NAME:
            client.sendall(struct.pack(">QH", size, FLAGS) + bytes(124))
            return True
        if option == GO:
            answer_option(client, option, INFO,
                          struct.pack(">HQH", 0, size, FLAGS))
            answer_option(client, option, ACK)
            return True
        answer_option(client, option, ACK if option == ABORT else UNSUPPORTED)
        if option == ABORT:
            return False


def interrupt_machine():
    with socket.socket(socket.AF_UNIX) as monitor:
        monitor.connect(what)
        with monitor.makefile("rw") as lines:
            lines.readline()
            for command in "qmp_capabilities", "inject-nmi":
                json.dump({"execute": command}, lines)
                lines.flush()
                print(command, lines.readline(), flush=True)


def spring(client):
    peer = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    print("caught", flush=True)
    if what == "kill":
        os.kill(struct.unpack("3i", peer)[0], signal.SIGKILL)
    elif what != "stall":
        interrupt_machine()
    time.sleep(SECONDS)
    raise EOFError


def serve(client):
    while True:
        _, _, command, handle, at, n = struct.unpack(">IHHQQI",
                                                     receive(client, 28))
        if command == DISCONNECT:
            return
        if command == READ and at < trap.stop and at + n > trap.start:
            spring(client)
        if command == WRITE:
            os.pwrite(image, receive(client, n), at)
        client.sendall(struct.pack(">IIQ", 0x67446698, 0, handle))
        if command == READ:
            client.sendall(os.pread(image, n, at))


def attend(client):
    try:
        if negotiate(client):
            serve(client)
    except (EOFError, OSError):
        pass
    client.close()


listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(5)
while True:
    threading.Thread(target=attend, args=(listener.accept()[0],),
                     daemon=True).start()
