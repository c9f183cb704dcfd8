#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Look into a virtual machine that libvirt knows
#
# -d finds its disks. With --ro it may run; without, it must be shut off.

uri=${1-qemu:///system}
guestfish --ro -c "$uri" -d web1 -i cat /etc/hostname
