#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The registry of a real Windows 7.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires xz
requires_image windows7-hives.tar.xz

windows tree/Windows 14c
config=tree/Windows/System32/config
tar -xJf "$test_images/windows7-hives.tar.xz" --strip-components=1 -C $config
looked_at tree > got
for expected in 'product_name=Windows 7 Ultimate' product_variant=Client \
    build_id=7601 hostname=WKS-WIN732BITA arch=i386 osinfo=win7 major=6 \
    minor=1 group_policy=1 control_set=ControlSet001 \
    letters=3ea0be5c0000100000000000 \
    software_hive=/Windows/System32/config/SOFTWARE; do
  grep -qxF "$expected" got || fail "not found: $expected"
done
is "letters" "$(found letters | grep -x . | tr -d '\n')" CDAE
is "warnings" "$(found warnings)" ""

"$abs_top_builddir/tests/runner/inspect-apps" windows tree > apps 2> err
is "warnings of applications" "$(cat err)" ""
is "applications" "$(wc -l < apps) $(grep -c class=antivirus apps)" "42 6"
for app in \
    'name=WinDefend display_name=Microsoft Defender Antivirus publisher=Microsoft Corporation class=antivirus' \
    'name={F1CECE09-7CBE-4E98-B435-DA87CDA86167} display_name=Skype™ 5.5 version=5.5.114 install_path=C:\Program Files\Skype\ publisher=Skype Technologies S.A. url=http://www.skype.com' \
    'name={90140000-0015-0409-0000-0000000FF1CE} display_name=Microsoft Office Access MUI (English) 2010 version=14.0.4763.1000 install_path=C:\Program Files\Microsoft Office\ publisher=Microsoft Corporation'; do
  grep -qxF "$app" apps || fail "not found: $app"
done

# Cut anywhere: the other hive is read, and what is before the cut.
for megabytes in 1 8 30; do
  truncate -s ${megabytes}M $config/SOFTWARE
  looked_at tree > got
  is "name of the computer" "$(found hostname)" WKS-WIN732BITA
  matches "warning" "$(found warnings)" 'SOFTWARE: the hive is damaged at byte'
done
