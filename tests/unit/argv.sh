#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU's command line for some settings of the handle.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

# One argument a line, of which the tests look at those that matter.
# shellcheck disable=SC2016 # for the script
fake_qemu 'printf "%s\n" "$@" > "$(dirname "$0")/args"; exit 1'

# args_of COMMANDS…: the arguments that guestfish COMMANDS… : run gives.
args_of() {
  rm -f args
  ! guestfish -- "$@" : run 2> log || fail "fake QEMU should have failed"
  [ -f args ] || fail "QEMU was not started: $(cat log)"
  cat args
}
has() { grep -qxF -e "$1" args || fail "no argument $1 in: $(cat args)"; }
hasnt() { ! grep -qF -e "$1" args || fail "argument $1 in: $(cat args)"; }
# follows OPTION VALUE
follows() {
  grep -xF -A1 -e "$1" args | grep -qxF -e "$2" || fail "no $1 $2 in: $(cat args)"
}

TERM=linux args_of add /dev/null > /dev/null
follows -m 1280
follows -smp 1
follows -display none
follows -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny
follows -kernel "$PWD/appliance/kernel"
follows -initrd "$PWD/appliance/initrd"
has -nodefaults
has -no-user-config
has -no-reboot
hasnt netdev
hasnt loglevel
hasnt kvm
is "machine" "$(grep -c '^q35,.*,accel=tcg$' args)" 1
is "channel" "$(grep -c 'name=org.libguestfs.channel.0' args)" 1
# Each handle on the machine reads the same root.
is "root" "$(grep -F '"node-name":"appliance"' args | grep -c '"read-only":true.*"locking":"off"')" 1
append=$(grep -A1 -x -e -append args | tail -1)
matches "kernel command line" "$append" '^panic=-1 console=ttyS0 .*scsi_mod.scan=manual.* quiet .*TERM=linux$'

# What the environment says must not become more than one word.
TERM='x y=z' args_of add /dev/null > /dev/null
hasnt TERM=

args_of set-memsize 640 : set-smp 2 : set-network true : set-append "a b" : \
  config -foo bar : config -lonely null : add /dev/null > /dev/null
follows -m 640
follows -smp 2
follows -netdev user,id=usernet,net=169.254.0.0/16
follows -foo bar
has -lonely
matches "set_append" "$(grep '^panic' args)" ' a b$'

args_of set-selinux true : add /dev/null > /dev/null
matches "selinux" "$(grep '^panic' args)" ' selinux=1 '

# Parameters on which the library depends.
fails_with 'config: -kernel: .*itself' guestfish -- config -kernel /x
fails_with 'config: --vnc: .*itself' guestfish -- config --vnc :0
fails_with 'config: kernel: .*dash' guestfish -- config kernel /x

# Drives come in order, each with a device of its number.
args_of scratch 1M : scratch 2M : scratch 3M > /dev/null
is "devices" "$(grep -o '"scsi-id":[0-9]*' args | tr '\n' ' ')" \
  '"scsi-id":0 "scsi-id":1 "scsi-id":2 '

# An appliance for another processor is emulated by a QEMU of that name.
fake_appliance arm
echo arch=aarch64 >> arm/manifest
mkdir bin
cp fake-qemu bin/qemu-system-aarch64
PATH=$PWD/bin:$PATH LIBGUESTFS_HV='' LIBGUESTFS_PATH=$PWD/arm \
  LIBGUESTFS_BACKEND_SETTINGS=template=0 \
  fails_with 'launch: ' guestfish add /dev/null : run
mv bin/args .
is "machine for aarch64" "$(grep -c '^virt,gic-version=max,accel=tcg$' args)" 1
matches "its console" "$(grep '^panic' args)" '^panic=-1 console=ttyAMA0 '
hasnt tsc_early_khz
hasnt -bios
LIBGUESTFS_PATH=$PWD/arm LIBGUESTFS_BACKEND_SETTINGS=force_kvm fails_with \
  'launch: .*force_kvm: .*for aarch64, and KVM runs only' \
  guestfish add /dev/null : run
sed -i s/aarch64/pdp11/ arm/manifest
LIBGUESTFS_PATH=$PWD/arm fails_with 'launch: .*/arm: .*processor "pdp11"' \
  guestfish add /dev/null : run

# No descriptor but the two sockets and the console reaches QEMU.
# shellcheck disable=SC2016
fake_qemu 'ls -l /proc/self/fd | awk "{print \$9}" | grep . | sort -n |
  tr "\n" " " > "$(dirname "$0")/fds"; exit 1'
exec 50< /dev/null
! guestfish add /dev/null : run 2> log || fail "fake QEMU should have failed"
exec 50<&-
# 0 1 2, the two sockets, and the one with which ls reads the directory
is "number of descriptors" "$(wc -w < fds)" 6
