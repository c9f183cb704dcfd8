# SPDX-License-Identifier: GPL-2.0-or-later
# A script as it is written for Debian's Perl module.

use strict;
use warnings;
use Sys::Guestfs;

$| = 1;
binmode STDOUT;
my $g = Sys::Guestfs->new (environment => 1);
print "object: $g\n" =~ s/\(.*\)//r;
print "keys: ", join (",", sort grep { /^_/ } keys %$g), "\n";
print "program: ", $g->get_program, "\n";
print "events: ", Sys::Guestfs::event_to_string (
    $Sys::Guestfs::EVENT_CLOSE | $Sys::Guestfs::EVENT_PROGRESS), "\n";
print "can $_: ", Sys::Guestfs->can ($_) ? 1 : 0, "\n"
    foreach qw(mkfs_opts foo);
print "autosync: ", join (",", $g->get_autosync), "\n";
print "ret: ", scalar (my @none = $g->set_autosync (1)), "\n";

# Of errors, only that they are those that are expected.
sub t {
    my ($what, $call, $error) = @_;
    my @r = eval { $call->() };
    my $shown = join "|", map { $_ // "undef" } @r;
    $shown = "died" . ($error && $@ !~ /\Q$error\E/ ? ": $@" : "") if $@;
    print "$what: $shown\n";
    return;
}

t ("closed", sub { my $h = Sys::Guestfs->new; $h->close; $h->get_memsize },
   "Sys::Guestfs::get_memsize(): called on a closed handle at ");
t ("few", sub { $g->add_drive },
   "Usage: Sys::Guestfs::add_drive(g, filename, ...) at ");
t ("odd", sub { $g->add_drive ("/dev/null", "readonly") },
   "expecting an even number of extra parameters at ");
t ("unknown", sub { $g->add_drive ("/dev/null", foo => 1) },
   "unknown optional argument 'foo' at ");
t ("twice", sub { $g->add_drive ("/dev/null", name => 1, name => 1) },
   "optional argument 'name' given more than once at ");
t ("no list", sub { $g->command ("ls") }, "array reference expected at ");
t ("wrong object", sub { Sys::Guestfs::get_memsize (1) },
   "is not a blessed HV reference at ");
t ("errno before", sub { $g->last_errno });
t ("backend setting none", sub { $g->get_backend_setting ("none") });
t ("errno", sub { $g->last_errno });
{
    local $SIG{__WARN__} = sub { print "warning: ", $_[0] =~ s/ at .*//sr, "\n" };
    eval { $g->stat ("/") };
}
my @ev;
my $eh = $g->set_event_callback (
    sub { push @ev, [@_] },
    $Sys::Guestfs::EVENT_CLOSE | $Sys::Guestfs::EVENT_LAUNCH_DONE);
print "eh: ", ($eh =~ /^\d+$/ ? "number" : "?"), "\n";
open my $f, ">", "disk.img" or die;
truncate $f, 100 << 20 or die;
close $f;
$g->add_drive_opts ("disk.img", format => "raw", readonly => 0);
$g->launch;
foreach (@ev) {
    my ($event, undef, $buf, $array) = @$_;
    print "event: ", Sys::Guestfs::event_to_string ($event), " '$buf' @$array\n";
}
$g->part_disk ("/dev/sda", "mbr");
t ("partitions", sub { $g->list_partitions });
$g->mkfs ("ext2", "/dev/sda1");
t ("file systems", sub { $g->list_filesystems });
$g->mount ("/dev/sda1", "/");
$g->write ("/f", "a\0b\xff");
print "read: ", unpack ("H*", $g->read_file ("/f")), "\n";
$g->mkdir ("/\xc3\xa4"); 
t ("ls", sub { sort $g->ls ("/") });
t ("mkdir", sub { $g->mkdir ("/\xc3\xa4") },
   "mkdir: /\xc3\xa4: File exists at ");
print "errno: ", $g->last_errno, "\n";
my %st = $g->statns ("/f");
print "stat: ", join (",", sort keys %st), "\n";
print "size: $st{st_size}\n";
print "entry: $_->{ftyp} $_->{name}\n"
    foreach sort { $a->{name} cmp $b->{name} } $g->readdir ("/");
my %v = $g->version;
print "version: ", join (",", sort keys %v), "\n";
t ("exists", sub { $g->exists ("/f"), $g->exists ("/none") });
t ("filesize", sub { $g->filesize ("/f") });
t ("is_file opts", sub { $g->is_file ("/f", followsymlinks => 1) });
t ("scalar ctx", sub { my $x = $g->ls ("/"); $x });
t ("wc", sub { $g->wc_l ("/f") });
@ev = ();
undef $g;
print "close events: ", scalar (@ev), "\n";
