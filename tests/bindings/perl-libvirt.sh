#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Perl: a domain of Sys::Virt as an argument.

. "$(dirname "$0")/../lib/bindings.sh"
. "$abs_top_srcdir/tests/lib/domain.sh"
requires_language perl
perl -MSys::Virt -e 1 2>/dev/null || skip "libsys-virt-perl is not installed"

cat > add.pl <<'END'
use strict; use warnings; use Sys::Virt; use Sys::Guestfs;
my $connection = Sys::Virt->new (uri => $ARGV[0]);
my $domain = $connection->get_domain_by_name ("guest");
my $g = Sys::Guestfs->new;
print $g->add_libvirt_dom ($domain, readonly => 1), "\n";
print +(split / protocol=/, ($g->debug_drives)[0])[0], "\n";
for my $wrong (undef, 5, "guest", $connection, {}) {
  eval { $g->add_libvirt_dom ($wrong) };
  print "taken\n" unless $@ =~ /must be a Sys::Virt::Domain/;
}
print $domain->get_name, "\n";
END
perl add.pl "$uri" > log 2>&1 || fail "$(cat log)"
is "add_libvirt_dom" "$(cat log)" "1
$PWD/disk.img
guest"
