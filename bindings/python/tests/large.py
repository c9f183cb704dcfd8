# SPDX-License-Identifier: GPL-2.0-or-later
"""See tests/bindings/all-large.sh."""

import re

import guestfs

N = 2**31 + 16
g = guestfs.GuestFS()
result = g.internal_test_rbufferout(b"y" * (N - 1) + b"z")
print("result", len(result), result[-1:].decode())
traced = []
g.set_event_callback(lambda event, eh, text, array: traced.append(text),
                     guestfs.EVENT_TRACE)
g.set_trace(True)
try:
    g.write("/f", result)
except guestfs.Error:
    print("argument", re.search(r"size (\d+)", traced[0])[1])
