#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Change the registry of Windows
#
# A program that runs once, when somebody logs in the next time. Strings
# are UTF-16 with a zero at the end; their type is 1. The guest must be shut
# off, and not hibernated.

import sys

import guestfs

RUN_ONCE = ["Microsoft", "Windows", "CurrentVersion", "RunOnce"]

g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(sys.argv[1])
g.launch()
root = g.inspect_os()[0]
g.mount(root, "/")
g.hivex_open(g.inspect_get_windows_software_hive(root), write=True)
node = g.hivex_root()
for name in RUN_ONCE:
    node = (g.hivex_node_get_child(node, name)
            or g.hivex_node_add_child(node, name))
g.hivex_node_set_value(node, "setup", 1,
                       "C:\\setup.cmd\0".encode("utf-16-le"))
g.hivex_commit(None)
g.hivex_close()
g.shutdown()
g.close()
