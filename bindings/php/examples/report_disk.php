<?php
// SPDX-License-Identifier: LGPL-2.1-or-later
// Print as JSON what is on disk images: file systems, how full they are, and
// systems. A page of an administrator's web site may show it.
//   report_disk.php disk.img...

final class GuestfsError extends RuntimeException
{
}

function check($g, mixed $result): mixed
{
    if ($result === false) {
        throw new GuestfsError(guestfs_last_error($g), guestfs_last_errno($g));
    }
    return $result;
}

// Null for what cannot be mounted, as a swap area.
function usage_of($g, string $device): ?array
{
    if (!guestfs_mount_ro($g, $device, '/')) {
        return null;
    }
    $st = check($g, guestfs_statvfs($g, '/'));
    guestfs_umount_all($g);
    return ['size' => $st['blocks'] * $st['frsize'],
            'free' => $st['bfree'] * $st['frsize']];
}

function systems($g): array
{
    $systems = [];
    foreach (check($g, guestfs_inspect_os($g)) as $root) {
        $systems[$root] = [
            'name' => check($g, guestfs_inspect_get_product_name($g, $root)),
            'hostname' => check($g, guestfs_inspect_get_hostname($g, $root)),
        ];
    }
    return $systems;
}

function report(string $image): array
{
    $g = guestfs_create();
    check($g, guestfs_add_drive($g, $image, readonly: true));
    check($g, guestfs_launch($g));
    $filesystems = [];
    foreach (check($g, guestfs_list_filesystems($g)) as $device => $type) {
        $filesystems[$device] = ['type' => $type,
                                 'usage' => usage_of($g, $device)];
    }
    return ['filesystems' => $filesystems, 'systems' => systems($g)];
} // nothing refers to the handle: it is closed

$reports = [];
foreach (array_slice($argv, 1) as $image) {
    try {
        $reports[$image] = report($image);
    } catch (GuestfsError $e) {
        $reports[$image] = ['error' => $e->getMessage()];
    }
}
echo json_encode($reports, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES
                           | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
