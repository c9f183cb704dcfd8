#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-D in the middle of a typed key: Ctrl-C still ends the question, and
# what is typed before and after it is one key.

. "$(dirname "$0")/../lib.sh"
requires python3
requires gcc

# Instead of an appliance: what would be opened, and with which key.
cat >open.c <<'END'
#include <stdio.h>
int
guestfs_cryptsetup_open_argv (void *g, const char *device, const char *key,
                              const char *name, const void *opts)
{
  printf ("%s <%s>\n", device, key);
  return 0;
}
END
gcc -shared -fPIC -o open.so open.c

export TERM=dumb INPUTRC=/dev/null GUESTFISH_PS1='\x5bp\135 '
status=0
out=$(LD_PRELOAD=open.so LD_LIBRARY_PATH=$PWD:$LD_LIBRARY_PATH \
        timeout 60 python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        guestfish <<'END'
[p] |cryptsetup-open sda x\n
("key"): |half\x04
SLEEP 0.3
|\x03
cancelled|
[p] |cryptsetup-open sdb x\n
("key"): |two \x04
SLEEP 0.3
|parts\n
sdb <two parts>|
[p] |cryptsetup-open sdc x\n
("key"): |end\x04
SLEEP 0.3
|\x04
sdc <end>|
[p] |cryptsetup-open sdd x\n
("key"): |\n
sdd <>|
[p] |cryptsetup-open sde x\n
("key"): |\x04
no line could be read|
[p] |quit\n
END
) || status=$?
is "status, with what was seen: $out" $status 0
