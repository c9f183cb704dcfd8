#!/bin/bash -
# SPDX-License-Identifier: GPL-2.0-or-later
# Names that are any bytes, through guestfish: on its command line, in its
# scripts, and in what it prints.

. "$(dirname "$0")/../lib.sh"
requires_appliance

long=$(printf 'x%.0s' {1..255})
names=("two words" $'new\nline' "single'quote" 'double"quote' 'back\slash'
       '$HOME' '`exit`' 'a;b|c&d' '-rf' '*' '[a-z]' '{a,b}' '~' '#hash'
       '%s%n' '!bang' $'\xff\xfe' $'half \xc3' $'\x01\x7f' '€' "$long")

# Each is a word of the command line; the file holds its own name.
for n in "${names[@]}"; do printf '%s' "$n" >content; cat content; echo; done >all
command=(guestfish -N fs:ext4:100M -m /dev/sda1 mkdir /d)
for i in "${!names[@]}"; do
  printf '%s' "${names[i]}" >"content$i"
  command+=(: upload "content$i" "/d/${names[i]}")
done
"${command[@]}" </dev/null

again=(guestfish --format=raw -a test1.img -m /dev/sda1)
for i in "${!names[@]}"; do
  again+=(cat "/d/${names[i]}" :)
done
again+=(ls0 /d "$test_tmp/ls0" : find0 /d/ "$test_tmp/find0" : ls /d)
"${again[@]}" </dev/null >printed
head -c "$(stat -c %s all)" printed | cmp - all || fail "cat of each"

for f in ls0 find0; do
  printf '%s\0' "${names[@]}" | LC_ALL=C sort -z >expected
  LC_ALL=C sort -z "$f" | cmp - expected || fail "$f"
done
tail -c "+$(($(stat -c %s all) + 1))" printed >listed
printf '%s\0' "${names[@]}" | LC_ALL=C sort -z | tr '\0' '\n' | cmp - listed ||
  fail "ls"

# In a script: escapes and quotes.
guestfish --format=raw -a test1.img -m /dev/sda1 >script <<'EOF'
is-file "/d/new\nline"
is-file "/d/double\"quote"
is-file '/d/double"quote'
is-file "/d/back\\slash"
is-file "/d/\xff\xfe"
is-file "/d/\x01\x7f"
is-file "/d/two words"
is-file "/d/single'quote"
is-file /d/$HOME
is-file /d/{a,b}
is-file "/d/#hash"
filesize "/d/half \xc3"
write "/d/new\nline" "changed\n"
cat "/d/new\nline"
glob rm "/d/x*"
exists /d/none
EOF
is "script" "$(tr '\n' ' ' <script)" \
   "true true true true true true true true true true true 6 changed  false "

# A path that does not end is an error of one line.
fails_with 'cat: .*x: File name too long' \
  guestfish --format=raw -a test1.img -m /dev/sda1 cat "/d/x$long"
fails_with 'cat: .*: File name too long' \
  guestfish --format=raw -a test1.img -m /dev/sda1 \
  cat "$(printf '/d%.0s' {1..2100})"
