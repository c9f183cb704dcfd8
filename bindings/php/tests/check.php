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

// The bytes that malloc has given out: see tests/lib/memory.c.
function used($g): int
{
    gc_collect_cycles();
    $size = guestfs_internal_test_rint64($g, 'memory');
    return $size ?: throw new Exception('nothing counts memory');
}

// Calls that take or free at most so many bytes. What is lost is lost in each
// round.
function no_growth($g, string $what, int $limit, callable $work): void
{
    for ($round = 0; $round < 5; ++$round) {
        $before = used($g);
        $work();
        $grown = abs(used($g) - $before);
        if ($grown <= $limit) {
            return;
        }
    }
    throw new Exception("$what: $grown bytes more or fewer each time");
}
