# SPDX-License-Identifier: GPL-2.0-or-later
# See tests/bindings/all-large.sh.

use strict;
use warnings;

use Sys::Guestfs;

my $g = Sys::Guestfs->new ();
my $large = "y" x (2 ** 31 + 15);
$large .= "z";
my $result = $g->internal_test_rbufferout ($large);
undef $large;
print "result ", length ($result), " ", substr ($result, -1), "\n";
my $traced = "";
$g->set_event_callback (sub { $traced .= $_[2] },
                        $Sys::Guestfs::EVENT_TRACE);
$g->set_trace (1);
eval { $g->write ("/f", $result) };
print "argument $1\n" if $@ && $traced =~ /size (\d+)/;
