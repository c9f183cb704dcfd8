<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// The life of a handle, arguments, results and errors: what needs no
// appliance.

require __DIR__ . '/check.php';

// guestfs_internal_test with one argument replaced; what it has printed.
function test($g, int $i, mixed $value, mixed ...$optargs): string|false
{
    global $printed;
    $args = ['a', 'b', [], true, 1, 1, 'c', 'd', 'e'];
    $args[$i] = $value;
    guestfs_internal_test_set_output($g, $printed);
    $ok = guestfs_internal_test($g, ...$args, ...$optargs);
    guestfs_internal_test_close_output($g);
    return $ok ? file_get_contents($printed) : false;
}

function has(string $what, string|false $text, string $line): void
{
    is($what, in_array($line, explode("\n", (string) $text), true), true);
}

$printed = $argv[1] . '/printed';

// ---- Several handles, their properties ----

$g = guestfs_create();
is('type', get_resource_type($g), 'guestfs_h');
$other = guestfs_create(environment: false, close_on_exit: false);
is('set', guestfs_set_memsize($g, 600), true);
guestfs_set_memsize($other, 700);
is('memsize', guestfs_get_memsize($g), 600);
is('memsize of another', guestfs_get_memsize($other), 700);
is('of the environment', guestfs_get_append($g), 'of_the_environment=1');
is('no environment', guestfs_get_append($other), null);
is('a bool', guestfs_get_verbose($g), false);
is('version', guestfs_version($g)['major'], 1);
is('no error yet', guestfs_last_error($g), null);
is('no errno yet', guestfs_last_errno($g), 0);

// ---- Optional arguments ----

has('true is true', test($g, 0, 'a', true), 'obool: true');
has('null is unset', test($g, 0, 'a', null, null, null, null, null),
    'obool: unset');
has('behind one that is unset', test($g, 0, 'a', null, null, null, 'x'),
    'ostring: x');
has('by name', test($g, 0, 'a', ostringlist: ['x']), 'ostringlist: ["x"]');
has('nothing before the name', test($g, 0, 'a', ostringlist: ['x']),
    'obool: unset');
has('an empty list', test($g, 0, 'a', ostringlist: []), 'ostringlist: []');
has('-1 is a number', test($g, 0, 'a', oint: -1), 'oint: -1');
has('a bool of old programs', test($g, 0, 'a', -1), 'obool: unset');
touch("$argv[1]/disk");
is('a drive', guestfs_add_drive($g, "$argv[1]/disk", true, 'raw'), true);
is('another', guestfs_add_drive($g, "$argv[1]/disk", format: 'raw'), true);
is('true', str_contains(guestfs_debug_drives($g)[0], 'readonly'), true);
is('unset', str_contains(guestfs_debug_drives($g)[1], 'readonly'), false);
is('another name', guestfs_add_drive_opts($g, '/dev/null', format: 'raw'),
   true);
fails(Error::class, 'Unknown named parameter $read_only',
      fn() => guestfs_add_drive($g, '/dev/null', read_only: true));

// ---- Types ----

has('a number as string', test($g, 0, 12), '12');
has('a string as number', test($g, 4, '-2147483648'), '-2147483648');
has('numbers in a list', test($g, 2, [1, '2']), '["1", "2"]');
has('keys of a list', test($g, 2, ['x' => 'a', 5 => 'b']), '["a", "b"]');
has('the least', test($g, 5, PHP_INT_MIN), '-9223372036854775808');
has('NUL bytes', test($g, 8, "a\0b"), '<61><00><62>');
has('no string', test($g, 1, null), 'null');
has('not UTF-8', test($g, 0, "\xff\xfe"), "\xff\xfe");
fails(TypeError::class, 'Argument #2 ($str) must be of type string, array',
      fn() => test($g, 0, []));
fails(TypeError::class, '#4 ($strlist) must be of type array, string',
      fn() => test($g, 2, 'a'));
fails(TypeError::class, '#4 ($strlist) must be an array of strings',
      fn() => test($g, 2, ['a', []]));
fails(TypeError::class, '#6 ($integer) must be of type int, string',
      fn() => test($g, 4, 'one'));
fails(ValueError::class, '#6 ($integer) must fit into 32 bits',
      fn() => test($g, 4, 2147483648));
fails(ValueError::class, '#12 ($oint) must fit into 32 bits',
      fn() => test($g, 0, 'a', oint: -2147483649));
fails(TypeError::class, '#7 ($integer64) must be of type int',
      fn() => test($g, 5, 1e300));
fails(ArgumentCountError::class, 'expects exactly 2 arguments, 1 given',
      fn() => guestfs_set_memsize($g));
fails(ArgumentCountError::class, 'expects exactly 1 argument, 2 given',
      fn() => guestfs_get_memsize($g, 1));
fails(TypeError::class, 'not a valid guestfs_h resource',
      fn() => guestfs_get_memsize('g'));
fails(TypeError::class, 'not a valid guestfs_h resource',
      fn() => guestfs_get_memsize(STDIN));
fails(Exception::class, 'in __toString', fn() => test($g, 2, [new class {
    public function __toString(): string
    {
        throw new Exception('in __toString');
    }
}]));

// A NUL byte in text: a warning and false.
warns('Argument #2 must not contain NUL bytes', fn() => test($g, 0, "a\0b"));
warns('Argument #4 must not contain NUL bytes', fn() => test($g, 2, ["\0"]));

// ---- Results ----

is('the greatest', guestfs_internal_test_rint64($g, '9223372036854775807'),
   PHP_INT_MAX);
is('the least', guestfs_internal_test_rint64($g, '-9223372036854775808'),
   PHP_INT_MIN);
is('no string', guestfs_internal_test_rconstoptstringerr($g), null);
is('bytes', guestfs_internal_test_rbufferout($g, 'bytes'), 'bytes');
is('a list', guestfs_internal_test_rstringlist($g, '2'), ['0', '1']);
is('an empty list', guestfs_internal_test_rstringlist($g, '0'), []);
is('pairs', guestfs_internal_test_rhashtable($g, '2'), ['0' => '0', '1' => '1']);
$pv = guestfs_internal_test_rstruct($g, '');
is('a field', $pv['pv_size'], 0);
is('a field of 32 characters', strlen($pv['pv_uuid']), 32);
is('structs', count(guestfs_internal_test_rstructlist($g, '3')), 3);
is('a long string',
   strlen(guestfs_internal_test_rstring($g, str_repeat('x', 1000000))),
   1000000);

// ---- Errors ----

is('failed', guestfs_set_memsize($g, 0), false);
is('message', str_starts_with(guestfs_last_error($g), 'set_memsize: '), true);
is('errno', guestfs_last_errno($g), 22);
foreach (['rint', 'rbool', 'rstring', 'rstringlist', 'rstruct', 'rhashtable',
          'rbufferout'] as $name) {
    $name = "internal_test_{$name}err";
    is($name, ("guestfs_$name")($g), false);
    is("message of $name", guestfs_last_error($g), "$name: error");
    is("errno of $name", guestfs_last_errno($g), 0);
}
is('no error of another handle', guestfs_last_error($other), null);

// ---- Closing ----

guestfs_close($g);
is('type of a closed one', get_resource_type($g), 'Unknown');
fails(TypeError::class, 'not a valid guestfs_h resource',
      fn() => guestfs_get_memsize($g));
fails(TypeError::class, 'not a valid guestfs_h resource',
      fn() => guestfs_last_error($g));
fails(TypeError::class, 'not a valid guestfs_h resource',
      fn() => guestfs_close($g));

// ---- Memory ----

$g = guestfs_create();
$long = [str_repeat('x', 10000), str_repeat('y', 10000)];
function work($g, int $n, array $long): void
{
    for ($i = 0; $i < $n; ++$i) {
        test($g, 2, $long);
        guestfs_internal_test_rstructlist($g, '10');
        guestfs_internal_test_rhashtable($g, '10');
        guestfs_internal_test_rbufferout($g, $long[0]);
        guestfs_internal_test_rstringerr($g);
        @test($g, 2, [$long[0], "\0"]);
    }
}
function create(int $n): void
{
    for ($i = 0; $i < $n; ++$i) {
        guestfs_create();
    }
}
work($g, 500, $long);
no_growth($g, '9,000 calls', 20000, fn() => work($g, 1500, $long));
create(20);
no_growth($g, '200 handles', 20000, fn() => create(200));

echo "done\n";
