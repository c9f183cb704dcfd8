#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# The root of the appliance, of which much is left out (appliance/root.drop):
# each program and library finds the libraries it is linked with, each script
# its interpreter, iconv the character sets of disks, and the groups of actions
# are available.

. "$(dirname "$0")/../lib.sh"
requires readelf
requires_appliance
root=$abs_top_builddir/appliance/fixed/root
[ -f "$root" ] || skip "this appliance was not built here"

mkdir root
guestfish --ro -a "$root" -m /dev/sda \
  tar-out /usr - "excludes:./lib/modules" > usr.tar
tar -C root -xf usr.tar --no-same-owner --no-same-permissions
rm usr.tar

# ---- Libraries ----

find root -type f ! -name '*.c32' ! -name '*.mod' -exec \
  sh -c 'for f; do readelf -d "$f" 2> /dev/null | sed -n "s,.*(NEEDED).*\[\(.*\)\],\1 $f,p"
         done' sh {} + > needed
[ "$(wc -l < needed)" -gt 1000 ] || fail "only $(wc -l < needed) libraries needed"
find root -name '*.so*' | sed 's,.*/,,' | sort -u > there
awk 'NR == FNR { there[$1]; next } !($1 in there)' there needed > lacking
is "libraries that are not there" "$(cat lacking)" ""

# ---- Interpreters ----

for file in root/bin/* root/sbin/*; do
  if [ ! -f "$file" ] || [ "$(head -c 2 "$file" | tr -d '\0')" != '#!' ]; then
    continue
  fi
  name=$(head -n 1 "$file" | sed 's,^#! *,,; s,^/usr/bin/env *,,; s, .*,,')
  [ -e "root/bin/${name##*/}" ] || echo "$file: $name"
done > scripts
is "scripts without their interpreter" "$(cat scripts)" ""

# ---- Character sets ----

for set in UTF-16LE UTF-32BE UTF-7 CP437 CP850 CP852 CP866 CP932 CP936 CP949 \
           CP950 CP1250 CP1251 CP1252 CP1258 MACINTOSH ISO-8859-2 ISO-8859-15 \
           KOI8-R EUC-JP EUC-KR SHIFT_JIS BIG5 GBK GB18030 TIS-620; do
  echo "iconv -f UTF-8 -t $set < /dev/null || echo lacks $set"
done > sets
guestfish -a /dev/null run : debug sh "$(paste -sd';' sets)" > log 2>&1
is "character sets" "$(grep -v '^ *$' log)" ""

# ---- Groups ----

cat > groups <<'EOF'
run
available-all-groups
EOF
guestfish -a /dev/null -f groups > all
[ "$(wc -l < all)" -gt 30 ] || fail "only $(wc -l < all) groups"
{ echo run; sed 's/^/feature-available /' all; } > groups
guestfish -a /dev/null -f groups > log
paste all log | grep -vE $'\ttrue$' > lacking || :
# The kernel's SELinux is off: selinux_relabel does without.
is "groups of actions that are not available" "$(cat lacking)" $'selinux\tfalse'
