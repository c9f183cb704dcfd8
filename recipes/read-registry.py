#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Read a value of the registry of Windows
#
# inspection knows where the hives are and which control set is the current
# one. Names of keys are looked up without regard to case.

import sys

import guestfs


def key(g, *names):
    node = g.hivex_root()
    for name in names:
        node = g.hivex_node_get_child(node, name)
        if not node:
            sys.exit(f"there is no key {name}")
    return node


g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(sys.argv[1], readonly=True)
g.launch()
root = g.inspect_os()[0]
g.mount_ro(root, "/")
g.hivex_open(g.inspect_get_windows_system_hive(root))
control_set = g.inspect_get_windows_current_control_set(root)
name = key(g, control_set, "Control", "ComputerName", "ComputerName")
value = g.hivex_node_get_value(name, "ComputerName")
print(g.hivex_value_string(value))
g.hivex_close()
g.close()
