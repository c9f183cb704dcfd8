#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each recipe is on the page, has a test, and can be parsed; the page has forty
# or more.

. "$(dirname "$0")/../lib.sh"
requires python3
cd "$abs_top_srcdir/recipes"

grep -v '^[=#]' contents | sort > "$test_tmp/listed"
printf '%s\n' *.* | sort > "$test_tmp/there"
mapfile -t recipes < "$test_tmp/there"
is "recipes that contents does not list, or lists twice" \
  "$(diff "$test_tmp/listed" "$test_tmp/there" || :)" ""
is "recipes without a test, tests without a recipe" \
  "$(diff <(sed 's/\.[a-z]*$//' "$test_tmp/there") \
          <(cd ../tests/recipes && printf '%s\n' *.sh | sed 's/\.sh$//' |
              sort))" ""
[ "$(wc -l < "$test_tmp/there")" -ge 40 ] || fail "there are less than forty"

for f in *.sh; do
  is "the first line of $f" "$(head -n 1 "$f")" "#!/bin/bash -e"
  bash -n "$f"
done
PYTHONDONTWRITEBYTECODE=1 python3 - ./*.py <<'END'
import ast, sys
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as f:
        ast.parse(f.read(), name)
END
for f in *.c; do
  "${cc[@]}" -fsyntax-only -Wall -I "$abs_top_srcdir/include" "$f"
done

# What is shown is what is run: the program of each recipe is on the page, with
# a margin, as it is in the file.
"$abs_top_srcdir/docs/recipe-pod" . > "$test_tmp/recipes.pod"
python3 - "$test_tmp/recipes.pod" "${recipes[@]}" <<'END'
import re, sys
with open(sys.argv[1], encoding="utf-8") as f:
    page = f.read()
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as f:
        text = f.read()
    title = re.search(r"^(?:#|/\*) ([A-Z].*)", text.split("Identifier")[1],
                      re.M)[1]
    body = re.sub(r"^( \*|/\*|#).*\n", "", text, flags=re.M) \
        if name.endswith(".c") else text.split("\n\n", 1)[1]
    wanted = "".join(f" {line}\n" if line else "\n"
                     for line in body.strip("\n").split("\n"))
    for what in f"=head2 {title}\n", wanted if not name.endswith(".c") else "":
        if what not in page:
            sys.exit(f"{name}: the page lacks: {what}")
END
