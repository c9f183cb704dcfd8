#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# edit changes the content of a file and nothing else about it.

. "$(dirname "$0")/../lib.sh"
requires_appliance
for c in download upload copy-attributes mktemp mv realpath ln-s chown; do
  guestfish -h $c >/dev/null 2>&1 || skip "this library has no $c"
done

cat > editor <<'EOF'
#!/bin/sh
grep -q old "$1" || exit 0
sed -i 's/old/new/' "$1"
EOF
chmod +x editor

out=$(EDITOR="'$PWD/editor'" guestfish -N fs:ext4:64M -m /dev/sda1 2>err <<'SCRIPT'
write /file.conf "old\n"
chmod 0640 /file.conf
chown 7 8 /file.conf
ln-s /file.conf /link
edit /link
cat /file.conf
stat /file.conf | grep -E '^(mode|uid|gid):'
is-symlink /link
glob-expand /file*
stat /file.conf | grep '^ino:' > before
edit /file.conf
stat /file.conf | grep '^ino:' > after
setenv EDITOR false
-edit /file.conf
cat /file.conf
SCRIPT
) || fail "$(cat err)"
is "what edit does" "$out" "new

mode: 33184
uid: 7
gid: 8
true
/file.conf
new"
is "a file that was not changed is not written" "$(cat after)" "$(cat before)"
matches "an editor that fails" "$(cat err)" 'false .*exit status 1'
