#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-C while libvirt does not answer: it ends a launch as a whole, with or
# without a template, and never the end of a machine, which has to write
# what it holds.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
requires python3
libvirtd_start
requires_readable_appliance libvirt-qemu
daemon=$(cat virt/run/libvirtd.pid)
at_exit "kill -CONT $daemon"

export LIBGUESTFS_BACKEND=libvirt TERM=dumb INPUTRC=/dev/null HOME="$test_tmp"
export GUESTFISH_PS1='\x5bp\135 '
in_libvirt guestfish -N disk.img=fs:ext4 -m /dev/sda1 write /first yes

# in_terminal OPTION… < what is typed
in_terminal() {
  in_libvirt python3 "$abs_top_srcdir/tests/lib/terminal.py" guestfish \
    --format=raw -a disk.img "$@" > out 2>&1 || fail "guestfish $*: $(cat out)"
}
# The description of the domain is shown just before libvirt gets it. What a
# template was not to blame for does not harm it.
for template in 1 0; do
  export LIBGUESTFS_BACKEND_SETTINGS=template=$template
  in_terminal -v <<END
[p] |run\\n
domain for libvirt:|
RUN kill -STOP $daemon
SLEEP 1
|\\x03
cancelled|
[p] |echo al''ive\\n
RUN kill -CONT $daemon
|quit\\n
END
  is "domains that were described, with template=$template" \
    "$(grep -c 'domain for libvirt:' out)" 1
  no_domain_is_left
done

export LIBGUESTFS_BACKEND_SETTINGS=template=1
in_terminal -m /dev/sda1 <<END
[p] |write /second yes\\n
[p] |echo written | tr a-z A-Z\\n
WRITTEN|
RUN kill -STOP $daemon
|shutdown\\n
SLEEP 1
|\\x03
SLEEP 1
RUN kill -CONT $daemon
[p] |echo alive | tr a-z A-Z\\n
ALIVE|quit\\n
END
! grep -q error: out || fail "shutdown was cancelled: $(cat out)"
no_domain_is_left
is "what was written" "$(LIBGUESTFS_BACKEND=direct guestfish --ro \
  --format=raw -a disk.img -m /dev/sda1 cat /second)" yes
