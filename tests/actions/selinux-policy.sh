#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What only an appliance that runs SELinux shows: the tests of the records
# that need it, and contexts of a policy that was loaded.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires_appliance

# Without it the group is not there, and says so.
fails_with 'getcon: .*no support for selinux' \
  guestfish -- add-drive-scratch 1M : run : getcon

status=0
LIBGUESTFS_APPEND="selinux=1 lsm=capability,selinux" \
  "$abs_top_builddir/tests/actions/capi" --test getcon-0 --test setcon-0 \
  > capi.out || status=$?
[ $status -ne 77 ] || skip "the appliance's kernel has no SELinux"
[ $status -eq 0 ] || fail "$(cat capi.out)"

guestfish > out 2> err <<EOS || fail "$(cat err)"
set-selinux true
add-drive-scratch 100M
run
part-disk /dev/sda mbr
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /spec "/.* user:role:other\n"
-setfiles /spec /
upload "$abs_top_srcdir/tests/data/policy" /policy
debug sh "cat /sysroot/policy > /sys/fs/selinux/load"
getcon
setcon user:role:other
getcon
debug sh "cat /proc/self/attr/current; echo"
-setcon user:role:none
getcon
setfiles /spec / force:true
debug sh "getfattr --only-values -n security.selinux /sysroot; echo"
EOS
is "contexts" "$(tr -d '\0' < out | grep .)" "user:role:kernel
user:role:other
user:role:other
user:role:other
user:role:other"
is "errors" "$(wc -l < err)" 2
matches "setfiles without a policy" "$(head -1 err)" \
  'setfiles: .* without a policy: launch it without set_selinux'
matches "a context that is none" "$(tail -1 err)" \
  'setcon: user:role:none: Invalid argument'
