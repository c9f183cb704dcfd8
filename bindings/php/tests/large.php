<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// See tests/bindings/all-large.sh. What is traced is on standard error.

ini_set('memory_limit', '-1');
$g = guestfs_create();
$result = guestfs_internal_test_rbufferout($g, str_repeat('y', 2147483663) . 'z');
echo 'result ', strlen($result), ' ', substr($result, -1), "\n";
guestfs_set_trace($g, true);
guestfs_write($g, '/f', $result);
