--TEST--
The extension is loaded, and makes a handle.
--EXTENSIONS--
guestfs_php
--FILE--
<?php
$g = guestfs_create(environment: false);
var_dump(guestfs_set_memsize($g, 700), guestfs_get_memsize($g));
var_dump(guestfs_set_memsize($g, 0), guestfs_last_errno($g));
--EXPECT--
bool(true)
int(700)
bool(false)
int(22)
