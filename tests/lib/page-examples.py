#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: page-examples.py DIRECTORY PAGE.pod…

The verbatim blocks that follow a line "=for example KIND [WORD…]": each is made
a file PAGE-LINE.KIND in the directory, and a line "FILE WORD…" of the output.
KIND is what the block is:

sh          commands of a shell; disk.img is a guest, which may be changed
guestfish   commands of guestfish; without "run" the guest is mounted
session     guestfish at a terminal: what is typed after the prompts, and
            what is printed, where a line "…" stands for anything
c           a program, or statements with guestfs_h *g; with the word "run"
            they run, with the guest mounted
python      likewise, with g

HACKING names the two tests.
"""

import os
import re
import sys

KINDS = {"sh", "guestfish", "session", "c", "python"}


def blocks(path):
    """Yields number of the line, words of the marker, and the text."""
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for at, line in enumerate(lines):
        if not line.startswith("=for example"):
            continue
        words = line.split()[2:]
        if not words or words[0] not in KINDS:
            sys.exit(f"{path}:{at + 1}: unknown kind of example: {line}")
        start = at + 1
        while start < len(lines) and lines[start] == "":
            start += 1
        end = start
        while end < len(lines) and re.match(r"[ \t]|$", lines[end]):
            end += 1
        text = "\n".join(x[1:] for x in lines[start:end]).strip("\n")
        if not text:
            sys.exit(f"{path}:{at + 1}: no verbatim block follows: {line}")
        yield at + 1, words, text + "\n"


def whole(kind, text, words):
    """What makes a program of statements."""
    if kind == "c" and not re.search(r"\bmain \(", text):
        main = ("int main (void) { guestfs_h *g = guestfs_create ();\n"
                "if (guestfs_add_drive_opts (g, \"disk.img\","
                " GUESTFS_ADD_DRIVE_OPTS_FORMAT, \"raw\", -1) == -1 ||"
                " guestfs_launch (g) == -1 ||"
                " guestfs_mount (g, \"/dev/sda1\", \"/\") == -1) return 1;\n"
                "example (g); if (guestfs_last_error (g)) return 1;\n"
                "guestfs_close (g); return 0; }\n")
        return ("#include <errno.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
                "#include <string.h>\n#include <unistd.h>\n"
                "#include <guestfs.h>\n"
                + (text if re.match("static|#include|/\\*", text) else
                   "static void example (guestfs_h *g) {\n" + text + "}\n"
                   + (main if "run" in words else "void *use = example;\n")))
    if kind == "python" and not re.search("^import", text, re.M):
        return ("import guestfs\n"
                "g = guestfs.GuestFS(python_return_dict=True)\n"
                "g.add_drive('disk.img', format='raw')\n"
                "g.launch()\ng.mount('/dev/sda1', '/')\n" + text)
    return text


def main():
    directory = sys.argv[1]
    for path in sys.argv[2:]:
        page = os.path.basename(path)[:-len(".pod")]
        for line, words, text in blocks(path):
            name = f"{page}-{line}.{words[0]}"
            with open(os.path.join(directory, name), "w",
                      encoding="utf-8") as f:
                f.write(whole(words[0], text, words))
            print(name, *words[1:])


main()
