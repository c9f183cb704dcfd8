<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// Prints results as the logs of all languages have them.

$scratch = $argv[1];
$g = guestfs_create();

function show_ok(bool $r): string
{
    return 'ok';
}

function show_bool(bool $r): string
{
    return $r ? 'true' : 'false';
}

function show_number(int $r): string
{
    return (string) $r;
}

function show_text(string $r): string
{
    return "\"$r\"";
}

function show_text_or_null(?string $r): string
{
    return $r === null ? 'null' : show_text($r);
}

function show_texts(array $r): string
{
    assert(array_is_list($r));
    return '[' . implode(', ', array_map('show_text', $r)) . ']';
}

function show_pairs(array $r): string
{
    ksort($r);
    $shown = [];
    foreach ($r as $key => $value) {
        $shown[] = "\"$key\": \"$value\"";
    }
    return '{' . implode(', ', $shown) . '}';
}

function show_bytes(string $r): string
{
    return $r === '' ? '' : '<' . implode('><', str_split(bin2hex($r), 2)) . '>';
}

function show_field(mixed $r): string
{
    return is_string($r) ? show_text($r) : (string) $r;
}

function show_struct(array $r, array $fields): string
{
    $shown = [];
    foreach ($fields as $field) {
        $shown[] = "$field: " . show_field($r[$field]);
    }
    return '{' . implode(', ', $shown) . '}';
}

function show_structs(array $r, array $fields): string
{
    assert(array_is_list($r));
    return '[' . implode(', ', array_map(
        fn($s) => show_struct($s, $fields), $r)) . ']';
}

// A bool that is false looks like an error: then the message tells whether it
// is about this call.
function has_failed(string $title, mixed $r): bool
{
    global $g;
    [, $name] = explode(' ', $title);
    return $r === false
        && str_starts_with((string) guestfs_last_error($g), "$name:");
}

function step(string $title, callable $call, string $show, ...$fields): void
{
    global $g;
    $r = $call();
    echo $title, "\n";
    if (has_failed($title, $r)) {
        printf("error: %s (%d)\n", guestfs_last_error($g),
               guestfs_last_errno($g));
    } else {
        echo $show($r, ...$fields), "\n";
    }
}
