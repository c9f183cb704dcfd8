#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What libvirt is told of the appliance and its drives, word for word.

. "$(dirname "$0")/../lib.sh"

program=$abs_top_builddir/tests/unit/domain-xml
[ -x "$program" ] || skip "built without libvirt"

# The rate of the clock is the host's, and not every host has passt or qboot.
# The directory has a name that is written as it is.
dir=$(mktemp -d /tmp/domain-xml.XXXXXX)
at_exit "rm -r $dir"
truncate -s 1M "$dir/disk.img"
"$program" "$dir/disk.img" | sed -e "s,$dir,/DIR,g" \
  -e 's/ tsc_early_khz=[0-9]*//' -e '/<backend type="passt"\/>/d' \
  -e '/<loader type="rom">.*qboot.rom/d' > got
diff -u "$abs_top_srcdir/tests/unit/domain-xml.golden" got ||
  fail "differs from domain-xml.golden"

# And libvirt's own schema allows it.
requires virt-xml-validate
awk -v RS= '{ sub(/^[^\n]*\n/, ""); f = "x" NR ".xml"; print > f }' got
for f in x*.xml; do
  case "$(head -c 7 "$f")" in
    "<domain") schema=domain ;;
    "<secret") schema=secret ;;
    *) continue ;;
  esac
  virt-xml-validate "$f" "$schema" > log 2>&1 || fail "$(cat "$f" log)"
done
