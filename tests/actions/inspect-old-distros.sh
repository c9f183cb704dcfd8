#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The backend setting old_distros, and programs that need it: distributions are
# called as libguestfs 1.48 calls them, and everything else stays.

. "$(dirname "$0")/../lib.sh"

requires_appliance

guestfish -N image=fs -m /dev/sda1 <<'END'
mkdir-p /etc
write /etc/os-release "ID=almalinux\nVERSION_ID=9.3\nPRETTY_NAME=AlmaLinux\n"
END

# ask [PROGRAM]: what is told of the disk: distribution, osinfo id, package
# manager.
ask() {
  guestfish --ro -a image <<END
set-program ${1:-guestfish}
run
inspect-os
inspect-get-distro /dev/sda1
inspect-get-osinfo /dev/sda1
inspect-get-package-management /dev/sda1
END
}
asked() { ask "$@" | paste -sd' '; }
new="/dev/sda1 almalinux almalinux9 dnf"
old="/dev/sda1 redhat-based almalinux9 dnf"
settings=${LIBGUESTFS_BACKEND_SETTINGS-}
is "unless set" "$(asked)" "$new"
is "virt-v2v" "$(asked virt-v2v)" "$old"
is "virt-v2v-inspector" "$(asked virt-v2v-inspector)" "$old"
is "another program" "$(asked virt-v2vx)" "$new"
export LIBGUESTFS_BACKEND_SETTINGS="$settings:old_distros"
is "old names" "$(asked)" "$old"
export LIBGUESTFS_BACKEND_SETTINGS="$settings:old_distros=0"
is "virt-v2v, switched off" "$(asked virt-v2v)" "$new"
