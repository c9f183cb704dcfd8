<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// A script as it is written for Debian's PHP extension.

function sorted(array $list): string
{
    sort($list);
    return implode(' ', $list);
}

function say(string $what, ...$values): void
{
    echo $what, ' ', json_encode($values), "\n";
}

function fails($g, string $what, $result): void
{
    say($what, $result, strlen(guestfs_last_error($g)) > 0);
}

$g = guestfs_create();
say('handle', get_resource_type($g), guestfs_last_error($g));

// A disk with a filesystem and a volume group.
say('create', guestfs_disk_create($g, 'disk.qcow2', 'qcow2', 536870912));
say('add', guestfs_add_drive($g, 'disk.qcow2', false, 'qcow2'));
if (!guestfs_launch($g)) {
    exit('launch: ' . guestfs_last_error($g));
}
say('devices', guestfs_list_devices($g), guestfs_disk_format($g, 'disk.qcow2'));
guestfs_part_init($g, '/dev/sda', 'mbr');
guestfs_part_add($g, '/dev/sda', 'p', 2048, 524287);
guestfs_part_add($g, '/dev/sda', 'p', 524288, -64);
foreach (guestfs_part_list($g, '/dev/sda') as $i => $p) {
    say('partition', $i, $p['part_num'], $p['part_start'], $p['part_size']);
}
guestfs_mkfs($g, 'ext4', '/dev/sda1', 1024);
guestfs_pvcreate($g, '/dev/sda2');
guestfs_vgcreate($g, 'VG', ['/dev/sda2']);
guestfs_lvcreate($g, 'LV', 'VG', 32);
say('lvs', guestfs_lvs($g), guestfs_vgs($g), guestfs_pvs($g));
$lv = guestfs_lvs_full($g)[0];
say('lv', $lv['lv_name'], $lv['lv_size'], strlen($lv['lv_uuid']),
    $lv['snap_percent']);
guestfs_mount($g, '/dev/sda1', '/');

// Files.
foreach (['/bin', '/etc', '/lib', '/var'] as $dir) {
    guestfs_mkdir($g, $dir);
}
guestfs_write($g, '/etc/os-release', "ID=debian\nVERSION_ID=\"12\"\n"
    . "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
guestfs_write($g, '/etc/fstab', "/dev/sda1 / ext4 defaults 0 1\n");
guestfs_write($g, '/bytes', "a\xff");
say('bytes', guestfs_read_file($g, '/bytes') === "a\xff");
file_put_contents('up', str_repeat('0123456789abcdef', 1000));
guestfs_upload($g, 'up', '/up');
guestfs_download($g, '/up', 'down');
say('down', filesize('down'), guestfs_checksum($g, 'md5', '/up'));
guestfs_setxattr($g, 'user.x', 'hello', 5, '/up');
foreach (guestfs_lgetxattrs($g, '/up') as $x) {
    say('xattr', $x['attrname'], $x['attrval']);
}
$st = guestfs_statns($g, '/up');
say('stat', $st['st_size'], gettype($st['st_mtime_sec']));
say('readdir', sorted(array_map(fn($e) => $e['ftyp'] . $e['name'],
                                guestfs_readdir($g, '/'))));
say('ls', sorted(guestfs_ls($g, '/etc')), guestfs_ls($g, '/var'));
say('lines', guestfs_read_lines($g, '/etc/os-release'));
say('is', guestfs_is_dir($g, '/etc'), guestfs_exists($g, '/none'),
    guestfs_is_file($g, '/up'), guestfs_filesize($g, '/up'));
$fs = guestfs_list_filesystems($g);
ksort($fs);
say('filesystems', $fs);
say('blkid', guestfs_blkid($g, '/dev/sda1')['TYPE']);

// What is on it.
guestfs_umount_all($g);
foreach (guestfs_inspect_os($g) as $root) {
    say('root', $root, guestfs_inspect_get_type($g, $root),
        guestfs_inspect_get_distro($g, $root),
        guestfs_inspect_get_product_name($g, $root),
        guestfs_inspect_get_major_version($g, $root),
        guestfs_inspect_get_minor_version($g, $root));
    foreach (guestfs_inspect_get_mountpoints($g, $root) as $place => $device) {
        say('mounted', $device, $place, guestfs_mount_ro($g, $device, $place));
    }
}

// Errors.
fails($g, 'cat', guestfs_cat($g, '/none'));
fails($g, 'mkdir', guestfs_mkdir($g, '/etc'));
say('autosync', guestfs_set_autosync($g, false), guestfs_get_autosync($g));
say('version', guestfs_version($g)['major']);
say('shutdown', guestfs_shutdown($g));
unset($g);
