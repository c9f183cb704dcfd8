#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Perl module is built and installed as other modules of CPAN, from a
# directory of its own, into an empty prefix.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl
requires make
perl=$(configured PERL)
unset PERL5LIB MAKEFLAGS

make -s -C "$abs_top_builddir/bindings/perl" package
cp -r "$abs_top_builddir/bindings/perl/package" package
cd package
"$perl" -MExtUtils::Manifest=fullcheck -e '
  $ExtUtils::Manifest::Quiet = 1;
  my ($missing, $extra) = fullcheck ();
  die "missing: @$missing; extra: @$extra\n" if @$missing || @$extra'

"$perl" Makefile.PL INSTALL_BASE="$test_tmp/prefix" OPTIMIZE=-O0 \
  INC="-I$abs_top_srcdir/include" \
  LIBS="-L$abs_top_builddir/lib/.libs -lguestfs" > log 2>&1 &&
  make >> log 2>&1 && make install >> log 2>&1 || fail "$(cat log)"
make -s metafile >> log 2>&1 || fail "$(cat log)"
meta() { "$perl" -MCPAN::Meta -e 'print CPAN::Meta->load_file (<*/META.json>)->'"$1"; }
is name "$(meta name)" Sys-Guestfs
is licence "$(meta license)" lgpl_2_1
is version "$(meta version)" "v$(configured VERSION)"

cd ..
rm -r package
export PERL5LIB="$test_tmp/prefix/lib/perl5"
is "where it is loaded from" \
  "$("$perl" -MSys::Guestfs -e 'print $INC{"Sys/Guestfs.pm"}')" \
  "$PERL5LIB/$("$perl" -MConfig -e 'print $Config{archname}')/Sys/Guestfs.pm"
matches "what make install left" "$(cd prefix && find . -name '*.3*')" \
  'Sys::Guestfs\.3'

requires_appliance
"$perl" -w "$abs_top_srcdir/bindings/perl/examples/create_disk.pl" disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Perl"
