# SPDX-License-Identifier: GPL-2.0-or-later
# What a call costs in Perl: see bench/call.c.

use strict;
use warnings;

use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
use Sys::Guestfs;

my $g = Sys::Guestfs->new ();
$g->add_drive_ro ($ARGV[0]);
$g->launch ();
$g->mount_ro ("/dev/sda", "/");

sub took {
    my ($what, $times, $call) = @_;
    my $began = clock_gettime (CLOCK_MONOTONIC);
    $call->() foreach 1 .. $times;
    printf "%s %.9f\n", $what,
        (clock_gettime (CLOCK_MONOTONIC) - $began) / $times;
    return;
}

took ("call", 100_000, sub { $g->get_memsize () });
took ("ping", 2000, sub { $g->ping_daemon () });
took ("readdir", 1, sub { my @entries = $g->readdir ("/many") });
took ("read_file", 1, sub { my $content = $g->read_file ("/large") });
