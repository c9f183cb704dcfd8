# SPDX-License-Identifier: GPL-2.0-or-later
"""The comments, messages and pages of a file, for check-words and
check-paths."""

import os
import re

SRCDIR = os.environ.get("abs_top_srcdir",
                        os.path.join(os.path.dirname(__file__), ".."))

# Each: the kind of text, and what finds it. The kind of text is that of the
# group that matched.
C = re.compile(r"/\*(?P<comment>.*?)\*/|//(?P<line>[^\n]*)"
               r"|^[ \t]*#[ \t]*include[^\n]*"
               r'|"(?P<message>(?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\]|\\.)+\'',
               re.DOTALL | re.MULTILINE)
ML = re.compile(r"\(\*(?P<comment>.*?)\*\)|\{\|(?P<page>.*?)\|\}"
                r'|summary = "(?P<message>(?:[^"\\]|\\.)*)"'
                r'|"(?:[^"\\]|\\.)*"', re.DOTALL)
HASH = re.compile(r"^[ \t]*#(?P<comment>.*)$", re.MULTILINE)
PY = re.compile(r'"""(?P<comment>.*?)"""|^[ \t]*#(?P<line>[^\n]*)$',
                re.DOTALL | re.MULTILINE)
PAGES = re.compile(r"(?P<page>.+)", re.DOTALL)


def pattern_for(name, first_line):
    ending = os.path.splitext(name)[1]
    if ending in (".c", ".h"):
        return C
    if ending in (".ml", ".mli"):
        return ML
    if ending in (".pod", ".md") or re.fullmatch("[A-Z]+", name):
        return PAGES
    if ending == ".py" or first_line.startswith("#!/usr/bin/env python"):
        return PY
    if ending in (".am", ".mk", ".sh") or first_line.startswith("#!"):
        return HASH
    return None
