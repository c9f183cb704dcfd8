# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints results as the logs of all languages have them."""

import sys

import guestfs

scratch = sys.argv[1]
sys.stdout.reconfigure(encoding="utf-8")
g = guestfs.GuestFS()


def show_ok(r):
    assert r is None, r
    return "ok"


def show_bool(r):
    return "true" if r else "false"


def show_number(r):
    return "%d" % r


def show_text(r):
    return '"%s"' % r


def show_text_or_null(r):
    return "null" if r is None else show_text(r)


def show_texts(r):
    return "[%s]" % ", ".join(map(show_text, r))


def show_pairs(r):
    return "{%s}" % ", ".join("%s: %s" % (show_text(k), show_text(v))
                              for k, v in sorted(r))


def show_bytes(r):
    return "".join("<%02x>" % byte for byte in r)


def show_field(r):
    if isinstance(r, str):
        return show_text(r)
    return show_bytes(r) if isinstance(r, bytes) else show_number(r)


def show_struct(r, fields):
    return "{%s}" % ", ".join("%s: %s" % (f, show_field(r[f]))
                              for f in fields)


def show_structs(r, fields):
    return "[%s]" % ", ".join(show_struct(s, fields) for s in r)


def step(title, call, show, *fields):
    try:
        result = show(call(), *fields)
    except guestfs.Error as e:
        result = "error: %s (%d)" % (e, e.errno)
    print(title, result, sep="\n", flush=True)
