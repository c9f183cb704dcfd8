#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The doctor: healthy machine, sick machine, wrong options.

. "$(dirname "$0")/../lib.sh"
cache=$LIBGUESTFS_CACHEDIR
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"
tool=libguestfs-test-tool

matches "--help" "$($tool --help)" '^libguestfs-test-tool: check'
is "-?" "$($tool '-?')" "$($tool --help)"
matches "--version" "$($tool --version)" 'libguestfs-test-tool [0-9]'
is "--long-options" "$($tool --long-options | sort | paste -sd' ')" \
  "--help --qemu --qemudir --timeout --verbose --version"
for bad in --nonesuch -x -tx -t0 extra; do
  fails_with '^libguestfs-test-tool: ' $tool "$bad"
done

# ---- Another QEMU ----

fails_with '--qemu .*: not a program' $tool --qemu /dev/null
fails_with 'LIBGUESTFS_HV is set' \
  env LIBGUESTFS_HV=/bin/true $tool --qemu /bin/true
fails_with 'LIBGUESTFS_QEMU is set' \
  env LIBGUESTFS_QEMU=/bin/true $tool --qemudir .
fails_with '--qemudir .*: no source tree of QEMU' $tool --qemudir /nonexistent
mkdir -p "a 'tree'/pc-bios" "a 'tree'/build"
fails_with '--qemudir .*: no qemu-system-x86_64' $tool --qemudir "a 'tree'"
cat > "a 'tree'/build/qemu-system-x86_64" <<'END'
#!/bin/sh
printf '%s\n' "$0" "$@" >> "$TMPDIR/qemu.args"
exit 1
END
chmod +x "a 'tree'/build/qemu-system-x86_64"
status=0
$tool --qemudir "a 'tree'" > log 2>&1 || status=$?
is "exit status with a QEMU that does nothing" $status 1
is "what --qemudir runs" "$(sed -n 2,3p qemu.args)" "-L
$PWD/a 'tree'/pc-bios"
name=$(sed -n 's/^guestfs_get_hv: //p' log)
matches "the script of --qemudir" "$name" '^/tmp/libguestfs-test-tool-wrapper-'
[ ! -e "$name" ] || fail "$name was left"

# ---- A machine on which something is missing ----

# expect_sick REGEX: the tool fails, and says this
expect_sick() {
  local status=0
  $tool -t 60 > log 2>&1 || status=$?
  is "exit status" $status 1
  matches "what it says" "$(cat log)" "$1"
  matches "the end" "$(tail -1 log)" 'TEST FAILED'
}
# has_lines LINE…: the log has them
has_lines() {
  local line
  for line; do
    grep -qxF "$line" log || fail "no line '$line': $(cat log)"
  done
}
LIBGUESTFS_HV=/nonexistent/qemu expect_sick 'FAIL  QEMU .*nonexistent.*install qemu'
fake_qemu 'echo "fake-qemu: it is broken" >&2; exit 1'
LIBGUESTFS_MEMSIZE=1300 expect_sick 'FAIL  launch .*it is broken'
has_lines LIBGUESTFS_MEMSIZE=1300 'guestfs_get_memsize: 1300'
LIBGUESTFS_PATH=/nonexistent expect_sick 'FAIL  appliance .*LIBGUESTFS_PATH'
touch file
LIBGUESTFS_TMPDIR=$PWD/file/x expect_sick 'FAIL  temporary .*LIBGUESTFS_TMPDIR'
fake_qemu 'exec sleep 100'
status=0
$tool -t 2 > log 2>&1 || status=$?
is "exit status after the timeout" $status 142
matches "timeout" "$(cat log)" 'FAIL  timeout '

LIBGUESTFS_PATH=$abs_top_builddir/appliance/fixed
LIBGUESTFS_CACHEDIR=$cache
unset LIBGUESTFS_HV LIBGUESTFS_BACKEND_SETTINGS
requires_appliance
$tool -t 300 > log 2>&1 || fail "not healthy: $(cat log)"
has_lines 'guestfs_get_append: (null)' 'guestfs_get_verbose: 0' \
  'Launching appliance, timeout set to 300 seconds.' 'Guest launched OK.'
for what in QEMU appliance launch drives 'file system' shutdown; do
  grep -q "^ok    $what " log || fail "$what is not reported: $(cat log)"
done
is "the end" "$(tail -1 log)" "===== TEST FINISHED OK ====="

# No cache makes launches slower, and that is all.
LIBGUESTFS_CACHEDIR=$PWD/file/x $tool > log 2>&1 ||
  fail "not healthy without a cache: $(cat log)"
matches "the cache" "$(cat log)" 'note  cache .*LIBGUESTFS_CACHEDIR'
is "the end without a cache" "$(tail -1 log)" "===== TEST FINISHED OK ====="
