#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How scripts run: quoting, pipes, local commands, errors and exit status.
# Nothing here needs an appliance.

. "$(dirname "$0")/../lib.sh"

# ---- Words ----
out=$(guestfish <<'EOF'
# a comment
   # another

echo "a\tb" 'c d' "\x41\102" "~" "|" ''x | tr x x
EOF
) && fail "text after a closing quote was accepted"
is "nothing ran" "$out" ""

out=$(guestfish <<'EOF'
# a comment
   # another

echo "a\tb" 'c d' "\x41\102" "~" "|"
echo foo # not a comment
ECHO case
  echo indented
EOF
)
is words "$out" "$(printf 'a\tb c d AB ~ |\nfoo # not a comment\ncase\nindented')"

# ---- The host ----
mkdir sub
out=$(guestfish 2>err <<'EOF'
!echo local; exit 0
<! for n in 1 2; do echo "echo inline $n"; done
echo one two | tr a-z A-Z | rev
lcd sub
!basename "$PWD"
setenv FISH_TEST "value of it"
!echo "$FISH_TEST"
unsetenv FISH_TEST
!echo "${FISH_TEST:-gone}"
time echo timed
not nosuch-command
EOF
) || fail "script: $(cat err)"
is "local commands" "$(grep -v elapsed <<<"$out")" "local
inline 1
inline 2
OWT ENO
sub
value of it
gone
timed"
matches "time" "$out" 'elapsed time: [0-9.]+ seconds'

# A reader that has seen enough is no error, unless one asks. The output is
# more than a pipe holds.
{ printf 'echo '; head -c 300000 /dev/zero | tr '\0' x; echo ' | true'
  echo 'echo next'; } > long
is "a reader that stops" "$(guestfish -f long)" next
if guestfish --pipe-error -f long 2>err; then fail "--pipe-error"; fi
matches "--pipe-error" "$(cat err)" '^guestfish: long:1: .*Broken pipe$'

# Without HOME it is the home directory of the password database.
home=$(getent passwd "$(id -u)" | cut -d: -f6)
is "~ without HOME" "$(env -u HOME guestfish <<<'echo ~ ~/x')" "$home $home/x"
is "~ with HOME" "$(HOME=/else guestfish <<<'echo ~ ~/x')" "/else /else/x"

# ---- Errors ----
run_script() { status=0; out=$(guestfish "$@" 2>err) || status=$?; }

run_script <<'EOF'
echo before
nosuch-command
echo after
EOF
is "status after an error" $status 1
is "the script stops" "$out" before
matches "place of the error" "$(cat err)" '^guestfish: stdin:2: nosuch-command: '

run_script <<'EOF'
-nosuch-command
- nosuch-command
-!false
-echo "\x00"
-echo 'not closed
-upload -<<
echo after
EOF
is "status with a dash" $status 0
is "a dash goes on" "$out" after

printf 'echo 1\nset-memsize many\necho 2\n' > script
run_script -f script
is "status of -f" $status 1
is "-f stops" "$out" 1
matches "place in a file" "$(cat err)" '^guestfish: script:2: .*many'

is "-f -" "$(echo 'echo from stdin' | guestfish -f -)" "from stdin"

printf 'nosuch-command\n' > inner
run_script <<'EOF'
<! cat inner
echo after
EOF
is "an inline error ends the script" "$status:$out" "1:"

run_script <<<'!exit 3'
is "a local command that fails" $status 1
matches "its exit status" "$(cat err)" 'exit 3: ended with exit status 3'

run_script echo a : nosuch-command : echo b
is "command line" "$status:$out" "1:a"
run_script -- echo a : -nosuch-command : echo b
is "command line with a dash" "$status:$out" "$(printf '0:a\nb')"
run_script echo a : quit : echo b
is "quit" "$status:$out" "0:a"
run_script not echo x
is "not" $status 1

fails_with "lunch: unknown command: did you mean 'launch'" guestfish lunch
fails_with 'unknown command' guestfish xyzzyxyzzyxyzzy
fails_with 'wrong number of arguments: usage: lcd directory' guestfish lcd
fails_with 'lcd: /nowhere: No such file' guestfish lcd /nowhere

# Output that cannot be written is an error.
if [ -c /dev/full ]; then
  if guestfish echo x >/dev/full 2>err; then fail "/dev/full took it"; fi
  matches "/dev/full" "$(cat err)" 'standard output: cannot write: No space'
fi

# A script that is a program; the kernel divides its first line at spaces.
fish=$(command -v guestfish)
case $fish in
  *" "*) skip_part "a script that is a program: $fish has a space" ;;
  *)
    printf '#!%s -f\necho I am a script\n' "$fish" > program
    chmod +x program
    is "interpreter" "$(./program)" "I am a script" ;;
esac
