#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Python: a domain of the module libvirt as an argument.

. "$(dirname "$0")/../lib/bindings.sh"
. "$abs_top_srcdir/tests/lib/domain.sh"
requires_language python
python=$(configured PYTHON)

# The Python that was configured may lack the module: then what it does for us.
cat > add.py <<'END'
import ctypes, guestfs, sys

class Domain:
    def __init__(self, uri, name):
        lib = ctypes.CDLL("libvirt.so.0")
        for f in (lib.virConnectOpen, lib.virDomainLookupByName):
            f.restype = ctypes.c_void_p
        self.connection = ctypes.c_void_p(lib.virConnectOpen(uri.encode()))
        self.pointer = lib.virDomainLookupByName(self.connection,
                                                 name.encode())
    def c_pointer(self):
        return self.pointer
    def name(self):
        return "guest"

try:
    import libvirt
    connection = libvirt.open(sys.argv[1])
    domain = connection.lookupByName("guest")
except ImportError:
    domain = Domain(sys.argv[1], "guest")
g = guestfs.GuestFS(python_return_dict=True)
print(g.add_libvirt_dom(domain, readonly=True))
print(g.debug_drives()[0].split(" protocol=")[0])
for wrong in None, 5, "guest":
    try:
        g.add_libvirt_dom(wrong)
        print("taken:", wrong)
    except TypeError:
        pass
print(domain.name())
END
"$python" add.py "$uri" > log 2>&1 || fail "$(cat log)"
is "add_libvirt_dom" "$(cat log)" "1
$PWD/disk.img
guest"
