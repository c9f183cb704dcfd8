#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Find out what to mount in a rescue shell
#
# virt-rescue -a disk.img -i starts a shell in which the guest is mounted
# below /sysroot. --suggest prints how, and changes nothing.

virt-rescue --suggest --format=raw -a disk.img
