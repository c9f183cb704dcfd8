#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: http-server.py PORT FILE [--login USER:PASSWORD] [--spy SECRET DIR]
                      [--delay SECONDS] [--stall-at BYTE] [--tls FILE]

Serves one file under any name, with ranges; over TLS with --tls, whose file has
the key and the certificate. With --login it wants to know who
asks. With --spy each request is a moment at which a QEMU or a qemu-img waits
for the answer: what of SECRET is then in the arguments and environments of all
processes, and in the files below DIR, goes to standard output. With --delay
each answer takes its time; with --stall-at a range that has this byte never
comes, and the connection stays.
"""

import argparse
import base64
import http.server
import os
import re
import ssl
import time

from spy import spy


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer(False)

    def do_GET(self):
        self.answer(True)

    def answer(self, with_body):
        if args.spy:
            spy(args.spy[0].encode(), args.spy[1])
        time.sleep(args.delay)
        if args.login and self.headers.get("Authorization") != "Basic " + \
                base64.b64encode(args.login.encode()).decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="disks"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        size = os.path.getsize(args.file)
        m = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first = int(m[1]) if m else 0
        last = min(int(m[2]) if m and m[2] else size - 1, size - 1)
        self.send_response(206 if m else 200)
        if m:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        if with_body:
            self.send_file(first, last)

    def send_file(self, first, last):
        with open(args.file, "rb") as f:
            f.seek(first)
            data = f.read(last + 1 - first)
        if args.stall_at is not None and first <= args.stall_at <= last:
            print("stalled", flush=True)
            time.sleep(3600)
        self.wfile.write(data)

    def log_message(self, *_):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("file")
parser.add_argument("--login")
parser.add_argument("--spy", nargs=2)
parser.add_argument("--delay", type=float, default=0)
parser.add_argument("--stall-at", type=int)
parser.add_argument("--tls")
args = parser.parse_args()
server = http.server.ThreadingHTTPServer(("127.0.0.1", args.port), Handler)
if args.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(args.tls)
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
