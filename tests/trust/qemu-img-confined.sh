#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What qemu-img is given when it looks at an image: limits of memory and time,
# no network for a local image, no descriptor or input of the program, and a
# secret as its only input.

. "$(dirname "$0")/../lib.sh"
requires python3

# A qemu-img that writes down what it can do, and says that the image is raw.
mkdir bin
cat > bin/qemu-img <<END
#!$(command -v python3)
import json, os, resource, socket, sys
out = open("$PWD/seen", "w")
fds = sorted(int(n) for n in os.listdir("/proc/self/fd"))
print("descriptors", [n for n in fds if n not in (0, 1, 2, out.fileno())
                      and os.path.exists("/proc/self/fd/%d" % n)], file=out)
print("input", repr(sys.stdin.read()), file=out)
for name in "AS", "CPU":
    limit = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0]
    print(name, limit != resource.RLIM_INFINITY, file=out)
try:
    socket.socket(socket.AF_INET)
    print("network", True, file=out)
except PermissionError:
    print("network", False, file=out)
if "--object" in sys.argv:
    secret = json.loads(sys.argv[sys.argv.index("--object") + 1])
    print("secret in", secret["file"], file=out)
print(json.dumps({"format": "raw", "virtual-size": 1048576}))
END
chmod +x bin/qemu-img
export PATH=$PWD/bin:$PATH

# The launch itself ends at a QEMU that is none.
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"
fake_qemu 'exit 1'

truncate -s 1M disk.img
exec 9< disk.img
echo "input of the program" | guestfish --ro -a disk.img run 2> log || :
is "local image" "$(cat seen)" "descriptors []
input ''
AS True
CPU True
network False"

# A server is what the user asked for.
echo | guestfish \
  add pool/image protocol:rbd username:me secret:c2VjcmV0 : run 2> log || :
is "network image" "$(grep -v True seen; grep network seen)" "descriptors []
input 'c2VjcmV0'
secret in /proc/self/fd/0
network True"

# One that does not end: the launch can be cancelled, and QEMU is not started.
cat > bin/qemu-img <<'END'
#!/bin/sh
echo $$ > pid.new && mv pid.new pid
exec sleep 1000
END
guestfish --ro -a disk.img run 2> log &
fish=$!
for _ in $(seq 100); do [ -f pid ] || sleep 0.1; done
kill -INT $fish
wait $fish && fail "the launch should have been cancelled"
for _ in $(seq 50); do kill -0 "$(cat pid)" 2> /dev/null || break; sleep 0.1; done
! kill -0 "$(cat pid)" 2> /dev/null || fail "qemu-img was left running"
matches "error" "$(cat log)" 'qemu-img: cancelled'
