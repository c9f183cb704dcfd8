<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// What a call costs in PHP: see bench/call.c.

ini_set('memory_limit', '-1');
$g = guestfs_create();
guestfs_add_drive_ro($g, $argv[1]);
guestfs_launch($g);
guestfs_mount_ro($g, '/dev/sda', '/');

function took(string $what, int $times, callable $call, mixed ...$args): void
{
    global $g;
    $began = hrtime(true);
    for ($i = 0; $i < $times; ++$i) {
        $call($g, ...$args);
    }
    printf("%s %.9f\n", $what, (hrtime(true) - $began) / $times / 1e9);
}

took('call', 100000, 'guestfs_get_memsize');
took('ping', 2000, 'guestfs_ping_daemon');
took('readdir', 1, 'guestfs_readdir', '/many');
took('read_file', 1, 'guestfs_read_file', '/large');
