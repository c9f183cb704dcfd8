<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// What the tests of the extension assert with.

function is(string $what, mixed $got, mixed $wanted): void
{
    if ($got !== $wanted) {
        throw new Exception("$what: got " . var_export($got, true)
                            . ', expected ' . var_export($wanted, true));
    }
}

// The call must throw this, with the text in its message.
function fails(string $class, string $text, callable $call): void
{
    try {
        $call();
    } catch (Throwable $e) {
        is("class of {$e->getMessage()}", get_class($e), $class);
        is($e->getMessage(), str_contains($e->getMessage(), $text), true);
        return;
    }
    throw new Exception("succeeded, but should not have: $text");
}

// The call must return false, with this warning.
function warns(string $text, callable $call): void
{
    error_clear_last();
    is($text, @$call(), false);
    $message = error_get_last()['message'] ?? '';
    is($message, str_contains($message, $text), true);
}

// The resident memory of this process, in KiB.
function memory(): int
{
    gc_collect_cycles();
    preg_match('/^VmRSS:\s*(\d+)/m', file_get_contents('/proc/self/status'), $m);
    return (int) $m[1];
}
