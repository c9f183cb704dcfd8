<?php
// SPDX-License-Identifier: LGPL-2.1-or-later
// Make a disk image with a file system and a file:  create_disk.php disk.img

// Functions return false when they fail.
function check(mixed $result): mixed
{
    global $g;
    if ($result === false) {
        fwrite(STDERR, guestfs_last_error($g) . "\n");
        exit(1);
    }
    return $result;
}

if ($argc != 2) {
    exit("usage: create_disk.php disk.img\n");
}

$g = guestfs_create();
check(guestfs_disk_create($g, $argv[1], 'raw', 512 * 1024 * 1024));
check(guestfs_add_drive($g, $argv[1], format: 'raw'));
check(guestfs_launch($g));

[$disk] = check(guestfs_list_devices($g));
check(guestfs_part_disk($g, $disk, 'mbr'));
[$partition] = check(guestfs_list_partitions($g));
check(guestfs_mkfs($g, 'ext4', $partition, label: 'data'));

check(guestfs_mount($g, $partition, '/'));
check(guestfs_mkdir($g, '/notes'));
check(guestfs_write($g, '/notes/hello.txt', "hello from PHP\n"));
check(guestfs_shutdown($g)); // fails if the disk is not written
guestfs_close($g);
