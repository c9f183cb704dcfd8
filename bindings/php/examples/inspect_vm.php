<?php
// SPDX-License-Identifier: LGPL-2.1-or-later
// Tell which systems are on a disk image, without changing it:
//   inspect_vm.php disk.img

function fail(string $message): never
{
    fwrite(STDERR, "$message\n");
    exit(1);
}

// Mounts the file systems of a root, those further up first.
function mount_all($g, string $root): void
{
    $device_of = guestfs_inspect_get_mountpoints($g, $root);
    uksort($device_of, fn($a, $b) => strlen($a) <=> strlen($b));
    foreach ($device_of as $place => $device) {
        if (!guestfs_mount_ro($g, $device, $place)) {
            fwrite(STDERR, 'not mounted: ' . guestfs_last_error($g) . "\n");
        }
    }
}

if ($argc != 2) {
    exit("usage: inspect_vm.php disk.img\n");
}

$g = guestfs_create();
if (!guestfs_add_drive($g, $argv[1], readonly: true) || !guestfs_launch($g)) {
    fail(guestfs_last_error($g));
}
$roots = guestfs_inspect_os($g);
if ($roots === false) {
    fail(guestfs_last_error($g));
} elseif (!$roots) {
    fail("$argv[1]: no system was found");
}

foreach ($roots as $root) {
    printf("Root:          %s\n", $root);
    printf("Product name:  %s\n", guestfs_inspect_get_product_name($g, $root));
    printf("Version:       %d.%d\n",
           guestfs_inspect_get_major_version($g, $root),
           guestfs_inspect_get_minor_version($g, $root));
    printf("Type:          %s\n", guestfs_inspect_get_type($g, $root));
    printf("Distribution:  %s\n", guestfs_inspect_get_distro($g, $root));

    mount_all($g, $root);
    if (guestfs_is_file($g, '/etc/issue', followsymlinks: true)) {
        foreach (guestfs_head_n($g, 3, '/etc/issue') as $line) {
            echo "   $line\n";
        }
    }
    guestfs_umount_all($g);
}
guestfs_close($g);
