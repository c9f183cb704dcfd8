#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# Make a disk image with a file system and a file:  create_disk.pl disk.img

use strict;
use warnings;
use Sys::Guestfs;

@ARGV == 1 or die "usage: create_disk.pl disk.img\n";
my ($image) = @ARGV;

my $g = Sys::Guestfs->new ();
$g->disk_create ($image, "raw", 512 * 1024 * 1024);
$g->add_drive ($image, format => "raw");
$g->launch ();

my ($disk) = $g->list_devices ();
$g->part_disk ($disk, "mbr");
my ($partition) = $g->list_partitions ();
$g->mkfs ("ext4", $partition, label => "data");

$g->mount ($partition, "/");
$g->mkdir ("/notes");
$g->write ("/notes/hello.txt", "hello from Perl\n");
$g->shutdown ();                # dies if the disk is not written
$g->close ();
