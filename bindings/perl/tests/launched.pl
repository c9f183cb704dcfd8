# SPDX-License-Identifier: GPL-2.0-or-later
# Events of a call that takes long, and how it is stopped.

use strict;
use warnings;

use Errno qw(EINTR ENOENT);
use Test::More;
use Sys::Guestfs;

my $g = Sys::Guestfs->new ();
my @launched;
$g->set_event_callback (sub { push @launched, $_[0] },
                        $Sys::Guestfs::EVENT_LAUNCH_DONE);
$g->disk_create ("disk", "raw", 1 << 30);
$g->add_drive ("disk", format => "raw");
$g->launch ();
is_deeply (\@launched, [$Sys::Guestfs::EVENT_LAUNCH_DONE], "launch_done");

my @progress;
my $eh = $g->set_event_callback (sub { push @progress, [@_] },
                                 $Sys::Guestfs::EVENT_PROGRESS);
is ($g->debug ("progress", ["2"]), "ok", "a call that takes long");
cmp_ok (scalar @progress, ">", 0, "its progress");
my ($event, $handle, $buffer, $numbers) = @{$progress[-1]};
is ($event, $Sys::Guestfs::EVENT_PROGRESS, "event");
is ($handle, $eh, "handle of the event");
is ($buffer, "", "no text");
is (scalar @$numbers, 4, "four numbers");
cmp_ok ($numbers->[2], "<=", $numbers->[3], "position and total");
$g->delete_event_callback ($eh);

# Signals come to Perl while a callback runs.
foreach my $how (
    ["a callback", sub { $g->user_cancel () }],
    ["a signal", sub { kill USR1 => $$ }]) {
    my ($what, $stop) = @$how;
    local $SIG{USR1} = sub { $g->user_cancel () };
    $eh = $g->set_event_callback ($stop, $Sys::Guestfs::EVENT_PROGRESS);
    eval { $g->download ("/dev/sda", "/dev/null") };
    like ($@, qr/^download: .*cancel/, "stopped by $what");
    is ($g->last_errno (), EINTR, "its errno");
    $g->delete_event_callback ($eh);
}

$g->mkfs ("ext2", "/dev/sda");
$g->mount ("/dev/sda", "/");
$g->touch ("/caf\xe9");
is_deeply ([grep { /caf/ } $g->ls ("/")], ["caf\xe9"],
           "a name that is not UTF-8");
eval { $g->cat ("/\xc3\xa4") };
like ($@, qr{^cat: /\xc3\xa4: No such file}, "it is in messages, too");
is ($g->last_errno (), ENOENT, "errno of the appliance");
my $long = "\0\xff" x 1_000_000;
$g->write ("/long", $long);
ok ($g->read_file ("/long") eq $long, "two million bytes");
$g->shutdown ();
$g->close ();
done_testing ();
