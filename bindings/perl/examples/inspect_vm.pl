#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tell which systems are on a disk image, without changing it:
#   inspect_vm.pl disk.img

use strict;
use warnings;
use Sys::Guestfs;

# Mounts the file systems of a root, those further up first.
sub mount_all {
    my ($g, $root) = @_;
    my %device_of = $g->inspect_get_mountpoints ($root);

    foreach my $place (sort { length $a <=> length $b } keys %device_of) {
        eval { $g->mount_ro ($device_of{$place}, $place); 1 }
            or warn "not mounted: $@";
    }
    return;
}

@ARGV == 1 or die "usage: inspect_vm.pl disk.img\n";
my ($image) = @ARGV;

my $g = Sys::Guestfs->new ();
$g->add_drive ($image, readonly => 1);
$g->launch ();
my @roots = $g->inspect_os () or die "$image: no system was found\n";

foreach my $root (@roots) {
    printf "Root:          %s\n", $root;
    printf "Product name:  %s\n", $g->inspect_get_product_name ($root);
    printf "Version:       %d.%d\n", $g->inspect_get_major_version ($root),
        $g->inspect_get_minor_version ($root);
    printf "Type:          %s\n", $g->inspect_get_type ($root);
    printf "Distribution:  %s\n", $g->inspect_get_distro ($root);

    mount_all ($g, $root);
    if ($g->is_file ("/etc/issue", followsymlinks => 1)) {
        print "   $_\n" foreach $g->head_n (3, "/etc/issue");
    }
    $g->umount_all ();
}
$g->close ();
