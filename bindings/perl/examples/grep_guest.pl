#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# Look for a regular expression of Perl in the text files below a directory of
# a virtual machine:
#   grep_guest.pl disk.img REGEX [DIRECTORY]

use strict;
use warnings;
use Fcntl qw(S_ISREG);
use Sys::Guestfs;

use constant LONGEST => 1 << 20;

sub mount_system {
    my ($g) = @_;
    my ($root) = $g->inspect_os () or die "no system was found\n";
    my %device_of = $g->inspect_get_mountpoints ($root);

    $g->mount_ro ($device_of{$_}, $_)
        foreach sort { length $a <=> length $b } keys %device_of;
    return;
}

# A prefix says in which file; a file with NUL bytes is no text.
sub grep_file {
    my ($g, $file, $regex) = @_;
    my $content = $g->read_file ($file);
    return if $content =~ /\0/;

    my $number = 0;
    foreach my $line (split /\n/, $content) {
        ++$number;
        print "$file:$number: $line\n" if $line =~ $regex;
    }
    return;
}

@ARGV == 2 || @ARGV == 3
    or die "usage: grep_guest.pl disk.img REGEX [DIRECTORY]\n";
my ($image, $regex, $directory) = (@ARGV, "/etc");

my $g = Sys::Guestfs->new ();
$g->add_drive ($image, readonly => 1);
$g->launch ();
mount_system ($g);
foreach my $name ($g->find ($directory)) {
    my $file = "$directory$name";  # /etc and /passwd, or /etc/ and passwd
    my %st = $g->lstatns ($file);
    grep_file ($g, $file, qr/$regex/)
        if S_ISREG ($st{st_mode}) && $st{st_size} <= LONGEST;
}
$g->close ();
