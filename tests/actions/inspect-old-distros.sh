#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The backend setting old_distros: distributions are called as libguestfs 1.48
# calls them, and everything else stays.

. "$(dirname "$0")/../lib.sh"

requires_appliance

guestfish -N image=fs -m /dev/sda1 <<'END'
mkdir-p /etc
write /etc/os-release "ID=almalinux\nVERSION_ID=9.3\nPRETTY_NAME=AlmaLinux\n"
END

# What is told of the disk: distribution, osinfo id, package manager.
ask() {
  guestfish --ro -a image <<'END'
run
inspect-os
inspect-get-distro /dev/sda1
inspect-get-osinfo /dev/sda1
inspect-get-package-management /dev/sda1
END
}
is "unless set" "$(ask | paste -sd' ')" "/dev/sda1 almalinux almalinux9 dnf"
export LIBGUESTFS_BACKEND_SETTINGS="${LIBGUESTFS_BACKEND_SETTINGS-}:old_distros"
is "old names" "$(ask | paste -sd' ')" "/dev/sda1 redhat-based almalinux9 dnf"
