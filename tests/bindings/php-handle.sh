#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles, arguments, results and errors of the PHP extension; it tells PHP the
# signatures that the stubs have.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language php
php=$(configured PHP)
src=$abs_top_srcdir/bindings/php

LIBGUESTFS_APPEND=of_the_environment=1 \
  counting_memory "$php" "$src/tests/handle.php" "$test_tmp" > out 2>&1 ||
  fail "$(cat out)"
is "what handle.php prints" "$(cat out)" "done"

# A result that is too long for PHP ends the program, and no more.
cat > limit.php <<'END'
<?php
ini_set('memory_limit', '32M');
$g = guestfs_create();
register_shutdown_function(fn() => print("at the end\n"));
guestfs_internal_test_rbufferout($g, str_repeat('x', 20 << 20));
END
got=0
"$php" -d display_errors=1 limit.php > out 2>&1 || got=$?
is "status of a program without memory" "$got" 255
matches "its message" "$(cat out)" 'Allowed memory size of .*at the end'

# The functions as PHP knows them: of the extension, or of a file of stubs.
cat > signatures.php <<'END'
<?php
if (isset($argv[1])) {
    require $argv[1];
}
$functions = get_defined_functions();
foreach (array_merge($functions['internal'], $functions['user']) as $name) {
    if (!str_starts_with($name, 'guestfs_')) {
        continue;
    }
    $f = new ReflectionFunction($name);
    echo $name, '(';
    foreach ($f->getParameters() as $p) {
        echo $p->getType(), ' $', $p->getName();
        if ($p->isOptional()) {
            echo ' = ', var_export($p->getDefaultValue(), true);
        }
        echo ', ';
    }
    echo '): ', $f->getReturnType(), "\n";
}
END
"$php" signatures.php > loaded
"$php" -n signatures.php "$src/gen/guestfs_php.stub.php" > stubs
[ "$(wc -l < loaded)" -gt 600 ] || fail "few functions: $(wc -l < loaded)"
diff -u <(sort stubs) <(sort loaded) >&2 || fail "the signatures differ"
