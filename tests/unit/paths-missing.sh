#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/check-paths finds files that comments and pages name and that are not
# there, and says which.

. "$(dirname "$0")/../lib.sh"
requires python3 git

mkdir -p tree/tools tree/lib/handle tree/docs tree/tests/unit
cp "$abs_top_srcdir"/tools/{check-paths,prose.py} tree/tools
touch tree/lib/handle/real.c tree/tests/unit/real.sh
echo 'made = unit/made' > tree/tests/Makefile.am
cat > tree/lib/handle/user.c <<'END'
/* As in lib/handle/real.c, real.c, unit/real and tests/unit/made; the files
 * lib/handle/ANY.c and lib/<room>/x.c stand for others.
 * See lib/handle/gone.c. */
char *name = "lib/handle/a-text-is-no-comment.c";
/* once.c had it. */
END
printf 'The rooms lib/handle and lib/attic.\n' > tree/docs/map.md
printf '#!/bin/sh\n# Runs tests/unit/lost.sh: see docs/map.md.\n' > tree/tools/run
cd tree || exit
git init -q
git add .

status=0
abs_top_srcdir=$PWD tools/check-paths > out 2> err || status=$?
is "status" $status 1
is "what is found" "$(sed 's/^check-paths: //; s/: there is no such file$//' err)" \
  "docs/map.md:1: lib/attic
lib/handle/user.c:3: lib/handle/gone.c
lib/handle/user.c:5: once.c
tools/run:2: tests/unit/lost.sh"

printf '/* As in real.c. */\n' > lib/handle/user.c
echo 'The room lib/handle.' > docs/map.md
echo '#!/bin/sh' > tools/run
abs_top_srcdir=$PWD tools/check-paths > out || fail "in order, but not for it"
