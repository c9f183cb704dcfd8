#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-C as soon as the question for a key is seen, on a host so slow that
# guestfish does not wait for the answer yet: the question ends all the same.

. "$(dirname "$0")/../lib.sh"
requires python3
requires gcc

cat >slow.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <termios.h>
#include <time.h>
int
tcsetattr (int fd, int how, const struct termios *t)
{
  int (*real) (int, int, const struct termios *);
  struct timespec left = { .tv_nsec = 500000000 };

  real = (int (*) (int, int, const struct termios *))
    dlsym (RTLD_NEXT, "tcsetattr");
  while (nanosleep (&left, &left) == -1)
    ;
  return real (fd, how, t);
}
END
gcc -shared -fPIC -o slow.so slow.c -ldl

export TERM=dumb INPUTRC=/dev/null GUESTFISH_PS1='\x5bp\135 '
status=0
out=$(LD_PRELOAD=slow.so LD_LIBRARY_PATH=$PWD:$LD_LIBRARY_PATH \
        python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        guestfish <<'END'
[p] |cryptsetup-open /dev/sda x\n
("key"): |\x03
cancelled|
[p] |quit\n
END
) || status=$?
is "status, with what was seen: $out" $status 0
