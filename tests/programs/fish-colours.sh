#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Colours of guestfish: at a terminal and nowhere else, unless --colour says
# so; NO_COLOR and TERM=dumb turn them off. Long help goes through a pager at a
# terminal, as GUESTFISH_PAGER and --no-pager say. man falls back to help.

. "$(dirname "$0")/../lib.sh"
requires python3

export TERM=vt100
unset NO_COLOR PAGER GUESTFISH_PAGER

# at_terminal WORD…: what guestfish shows at a terminal, byte for byte.
at_terminal() {
  python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' guestfish "$@" \
    </dev/null || :
}
red=$'\e[1;31m' bold=$'\e[1m'

has() { case "$2" in *"$3"*) ;; *) fail "$1: no '$3' in '$2'" ;; esac; }
hasnot() { case "$2" in *"$3"*) fail "$1: '$3' in '$2'" ;; esac; }

has "error at a terminal" "$(at_terminal nosuch)" "${red}guestfish:"
has "error of the library" "$(at_terminal cat /x)" "${red}libguestfs: error:"
has "heading" "$(at_terminal --no-pager help mount)" "${bold}Usage"
hasnot "no terminal" "$(guestfish nosuch 2>&1 || :)" $'\e'
hasnot "no terminal, help" "$(guestfish help mount)" $'\e'
hasnot NO_COLOR "$(NO_COLOR=1 at_terminal nosuch)" $'\e'
has "empty NO_COLOR" "$(NO_COLOR='' at_terminal nosuch)" "$red"
hasnot "TERM=dumb" "$(TERM=dumb at_terminal nosuch)" $'\e'
hasnot "--colour=never" "$(at_terminal --colour=never nosuch)" $'\e'
has "--color=always" "$(guestfish --color=always nosuch 2>&1 || :)" "$red"
has "always, whatever NO_COLOR says" \
  "$(NO_COLOR=1 guestfish --colour=always help mount)" "$bold"
fails_with '^guestfish: --colour=blue: .*auto, always or never' \
  guestfish --colour=blue
has "--json has none" "$(guestfish --color=always --json help mount)" \
  '\nUsage\n'

# ---- A terminal of ten lines ----
cat > at-ten.py <<'END'
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 80, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
out = b""
try:
    while data := os.read(fd, 4096):
        out += data
except OSError:
    pass
sys.stdout.buffer.write(out)
END
at_ten() { python3 at-ten.py guestfish "$@"; }
export GUESTFISH_PAGER='sed s/^/PAGED:/'
has "a pager" "$(at_ten help mkfs)" PAGED:
has "a pager for -h" "$(at_ten -h mkfs)" PAGED:
hasnot "short text" "$(at_ten echo short)" PAGED:
hasnot "--no-pager" "$(at_ten --no-pager help mkfs)" PAGED:
hasnot "no terminal, no pager" "$(guestfish help mkfs)" PAGED:
hasnot "an empty GUESTFISH_PAGER" "$(GUESTFISH_PAGER='' at_ten help mkfs)" PAGED:
has PAGER "$(unset GUESTFISH_PAGER; PAGER='sed s/^/OTHER:/' at_ten help mkfs)" \
  OTHER:
# Who leaves the pager early has made no error.
out=$(GUESTFISH_PAGER='head -n 1' at_ten -- help --list : echo after)
has "a pager that ends early" "$out" after
hasnot "a pager that ends early" "$out" write

# ---- help and man ----
for c in mount mkfs add-drive; do
  for heading in Usage Arguments Description 'See also'; do
    has "help $c" "$(guestfish help $c)" "$heading"
  done
done
has "an example" "$(guestfish help mkfs)" ' vfs-type /dev/sda1'
has "choices" "$(guestfish help mkfs)" 'btrfs, exfat'
has "kinds of arguments" "$(guestfish help upload)" 'local file to read'
has "related commands" "$(guestfish help mkfs)" 'mke2fs'
has topics "$(guestfish help)" 'partitions'
has "a topic" "$(guestfish help partitions)" 'part-add'
hasnot "another topic" "$(guestfish help partitions)" 'mkdir'
fails_with "no command 'partitons': did you mean 'partitions'" \
  guestfish help partitons
guestfish help | sed -n 's/^    \([a-z]*\)  .*[A-Z].*/\1/p' | sort > topics
guestfish -h | cut -d' ' -f1 | sort > commands
is "topics that are commands" "$(comm -12 topics commands)" ""

mkdir bin
printf '#!/bin/sh\nexit 16\n' > bin/man
chmod +x bin/man
is "man without its page" "$(PATH="$PWD/bin:$PATH" guestfish man mkfs)" \
  "$(guestfish help mkfs)"
has "man without a command" "$(PATH="$PWD/bin:$PATH" guestfish man)" \
  'not installed'
cat > bin/man <<'END'
#!/bin/sh
printf '%s\n' 'COMMANDS' '   mkexe' '       before' '   mkfs' \
  '        mkfs fstype' '' '       what the page says' '   mkfs-b' '       after'
END
is "a section of the page" "$(PATH="$PWD/bin:$PATH" guestfish man mkfs)" \
  "$(printf '%s\n' '   mkfs' '        mkfs fstype' '' \
       '       what the page says')"
