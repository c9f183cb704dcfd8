#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Look into many images at the same time
#
# A handle for each thread. A handle waits in C and lets other threads of
# Python run. More than one for each processor is of no use.

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import guestfs


def product(disk):
    g = guestfs.GuestFS(python_return_dict=True)
    try:
        g.add_drive(disk, readonly=True, format="raw")
        g.launch()
        return [g.inspect_get_product_name(r) for r in g.inspect_os()]
    finally:
        g.close()


disks = sys.argv[1:]
with ThreadPoolExecutor(os.cpu_count()) as pool:
    for disk, names in zip(disks, pool.map(product, disks)):
        print(disk, *names)
