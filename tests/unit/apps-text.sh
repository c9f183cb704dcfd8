#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Package databases that are text: what is taken from each, and what is not
# installed, damaged, missing or in the other place.

. "$(dirname "$0")/../lib.sh"

apps() { "$abs_top_builddir/tests/runner/inspect-apps" "$1" tree; }
# put PATH < TEXT: into the tree
put() { mkdir -p "tree$(dirname "$1")"; cat > "tree$1"; }
new_tree() { rm -rf tree; mkdir tree; }

# ---- dpkg ----

new_tree
fails_with "/var/lib/dpkg/status: there is no such file" apps deb
status=/var/lib/dpkg/status
{
  printf '%s\n' 'Package: zoo' 'status: install ok installed' \
    'Version: 2:1.0-rc1-3' 'Architecture: amd64' 'Source: zoo-src (2:1.0)' \
    'Homepage: https://zoo.example/' 'Conffiles:' ' /etc/zoo 0123' \
    'Description: animals' ' One.' ' .' '   three  ' 'Description-md5: 00' ''
  printf 'Package: crlf\r\nStatus: hold ok installed\r\nVersion: 7\r\n\r\n'
  for state in 'deinstall ok config-files' 'unknown ok not-installed' \
               'install ok half-installed' 'install ok unpacked' \
               'install reinstreq half-configured' 'purge ok not-installed'; do
    printf 'Package: no\nStatus: %s\nVersion: 1-1\n\n' "$state"
  done
  printf 'Package: nostate\nVersion: 1\n\n\n\n'
  printf 'Package: bad\nStatus: install ok installed\nVersion: x:1-2\n\n'
  printf 'Package: Upper\nStatus: install ok installed\nVersion: 1-1\n\n'
  printf 'Package: long\nStatus: install ok installed\nDepends: '
  head -c 1000000 /dev/zero | tr '\0' d
  printf '\nVersion: 1-9\n\n'
  # Neither a blank line nor a newline at the end.
  printf 'Package: a+last\nStatus: install ok installed\nVersion: 0:3-1ubuntu1'
} | put $status
apps deb > got 2> err
is "dpkg" "$(cat got)" "\
name=Upper version=1 release=1
name=a+last version=3 release=1ubuntu1
name=bad version=x:1 release=2
name=crlf version=7
name=long version=1 release=9
name=zoo epoch=2 version=1.0-rc1 release=3 arch=amd64 \
url=https://zoo.example/ source_package=zoo-src summary=animals \
description=One.\\n.\\n  three  "
is "its warning" "$(cat err)" "\
warning: root: $status: bad: the epoch of version x:1-2 is not a number"

# A NUL ends nothing; it is said once.
printf 'Package: nul\0\nStatus: install ok installed\nVersion: 1\0b\n\n' |
  put $status
apps deb > got 2> err
is "dpkg with NUL" "$(cat got)" "name=nul version=1 b"
is "its warning" "$(cat err)" "warning: root: $status: has NUL bytes, which \
were taken for blanks: the file is damaged or malicious"

# Packages that lie across the pieces in which the file is read; their names
# are alike in their first bytes, and not in order.
zeros=$(printf '%097d' 0)
for i in $(seq 4000 -1 1001); do
  printf 'Package: lib-long-names-%d\nStatus: install ok installed\n' "$i"
  printf 'Version: %d-1\nDescription: number %d\n' "$i" "$i"
  printf ' line %.*s\n last of %d\nHomepage: https://a.example/%d\n\n' \
    $((i % 97)) "$zeros" "$i" "$i"
done | put $status
[ "$(stat -c %s tree$status)" -gt 524288 ] || fail "the file is small"
for i in $(seq 1001 4000); do
  printf 'name=lib-long-names-%d version=%d release=1 url=https://a.example/%d' \
    "$i" "$i" "$i"
  printf ' summary=number %d description=line %.*s\\nlast of %d\n' \
    "$i" $((i % 97)) "$zeros" "$i"
done > want
apps deb > got
cmp got want || fail "packages of a large file"

# The packages of an image without dpkg have a file each.
rm "tree$status"
printf 'Package: base\nVersion: 12.4+deb12u5\nArchitecture: all\n' |
  put $status.d/base
printf 'etc/x 00\n' | put $status.d/base.md5sums
mkdir "tree$status.d/directory"
is "status.d" "$(apps deb)" "name=base version=12.4+deb12u5 arch=all"

# ---- opkg ----

new_tree
is "no opkg" "$(apps ipk)" ""
put /usr/lib/opkg/status <<'END'
Package: busybox
Version: 1.36.1-1
Depends: libc
Status: install hold installed
Architecture: mipsel_24kc
Installed-Time: 1700000000

Package: gone
Version: 1
Status: deinstall user not-installed
END
is "opkg" "$(apps ipk)" \
  "name=busybox version=1.36.1 release=1 arch=mipsel_24kc"

# ---- apk ----

new_tree
fails_with "/lib/apk/db/installed: there is no such file" apps apk
put /usr/lib/apk/db/installed <<'END'
C:Q1abc=
P:musl
V:1.2.5-r0
A:x86_64
S:383459
U:https://musl.libc.org/
T:the musl c library (libc)
o:musl
F:lib
R:ld-musl-x86_64.so.1

P:busybox
V:1.36.1
END
want='name=busybox version=1.36.1
name=musl version=1.2.5 release=0 arch=x86_64 url=https://musl.libc.org/ '
want+='description=the musl c library (libc)'
is "apk in /usr" "$(apps apk)" "$want"
ln -s usr/lib tree/lib
is "apk through a link" "$(apps apk)" "$want"
rm tree/lib
echo "P:only" | put /lib/apk/db/installed
is "apk in /lib" "$(apps apk)" "name=only"

# ---- pacman ----

new_tree
fails_with "/var/lib/pacman/local: there is no such" apps pacman
local=/var/lib/pacman/local
echo 9 | put $local/ALPM_DB_VERSION
{
  printf '%s\n' %NAME% vim '' %VERSION% 1:9.1-2 '' %BASE% vim '' %DESC% \
    'An editor' '' %ARCH% x86_64 '' %URL% https://vim.example/ '' %DEPENDS%
  seq 1 5000
} | put "$local/vim-1:9.1-2/desc"
printf '%s\n' %NAME% norelease '' %VERSION% 1 '' %ARCH% any | put $local/x-1/desc
mkdir "tree$local/empty-1-1"
ln -s /dev/zero "tree$local/zero"
is "pacman" "$(apps pacman 2>err)" "name=vim epoch=1 version=9.1 release=2 \
arch=x86_64 url=https://vim.example/ description=An editor"
matches "warning of a package without a release" "$(cat err)" \
  "^warning: root: $local/x-1/desc: .*left out$"

# ---- ebuild ----

new_tree
is "no ebuild" "$(apps ebuild)" ""
bash=/var/db/pkg/app-shells/bash-5.2_p15-r6
echo 'The standard GNU shell' | put $bash/DESCRIPTION
echo 'https://bash.example/ https://other.example/' | put $bash/HOMEPAGE
echo x86_64-pc-linux-gnu | put $bash/CHOST
mkdir -p tree/var/db/pkg/{virtual/libc-1,app-shells/-MERGING-zsh-5.9,sys-fs/noversion}
is "ebuild" "$(apps ebuild 2>err)" "\
name=app-shells/bash version=5.2_p15 release=6 arch=x86_64 \
url=https://bash.example/ https://other.example/ summary=The standard GNU shell
name=virtual/libc version=1"
matches "warning of a package without a version" "$(cat err)" "sys-fs/noversion"

# ---- xbps ----

new_tree
is "no xbps" "$(apps xbps)" ""
put /var/db/xbps/pkgdb-0.38.plist <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
	<key>_XBPS_ALTERNATIVES_</key>
	<dict>
		<key>pkgver</key>
		<array>
			<string>no-1_1</string>
		</array>
	</dict>
	<key>acl-progs</key>
	<dict>
		<key>architecture</key>
		<string>x86_64</string>
		<key>homepage</key>
		<string>https://acl.example/?a&amp;b</string>
		<key>pkgver</key>
		<string>acl-progs-2.3.1_2</string>
		<key>run_depends</key>
		<array>
			<string>glibc&gt;=2.36_1</string>
		</array>
		<key>short_desc</key>
		<string>Access Control &lt;List&gt; &quot;tools&quot;</string>
		<key>state</key>
		<string>installed</string>
	</dict>
	<key>half</key>
	<dict>
		<key>pkgver</key>
		<string>half-1_1</string>
		<key>state</key>
		<string>unpacked</string>
	</dict>
</dict>
</plist>
END
is "xbps" "$(apps xbps)" "name=acl-progs version=2.3.1 release=2 arch=x86_64 \
url=https://acl.example/?a&b summary=Access Control <List> \"tools\""

# ---- pkgsrc, OpenBSD ----

new_tree
is "no pkgsrc" "$(apps pkgsrc)" ""
printf '@name bash-5.2nb1\n' | put /usr/pkg/pkgdb/bash-5.2nb1/+CONTENTS
echo shell | put /usr/pkg/pkgdb/bash-5.2nb1/+COMMENT
printf 'HOMEPAGE=http://b/\nMACHINE_ARCH=x86_64\n' |
  put /usr/pkg/pkgdb/bash-5.2nb1/+BUILD_INFO
printf '@name py3-llfuse-1.4p1\n@arch amd64\n' |
  put /var/db/pkg/py3-llfuse-1.4p1/+CONTENTS
printf 'bindings\nof it\n' | put /var/db/pkg/py3-llfuse-1.4p1/+DESC
echo x | put /var/db/pkg/pkgdb.byfile.db
is "pkgsrc" "$(apps pkgsrc)" "\
name=bash version=5.2 release=1 arch=x86_64 url=http://b/ summary=shell
name=py3-llfuse version=1.4p1 arch=amd64 description=bindings\\nof it\\n"

# ---- What nobody reads ----

is "pisi" "$(apps pisi)" ""
