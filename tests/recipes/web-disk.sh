#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Look into an image on a web server.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
python3 "$abs_top_srcdir/tests/lib/http-server.py" "$port" disk.img \
  > server.log 2>&1 &
at_exit "kill $!"
for _ in {1..100}; do
  (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
  sleep 0.1
done
recipe "http://127.0.0.1:$port/disk.img"
prints oldname
