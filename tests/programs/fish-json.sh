#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish --json without an appliance: each line is as the schema says,
# nothing else is on standard output, secrets are not in it, and it ends with
# the status that it would have without --json.

. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/lib/jsonlines.sh
. "$abs_top_srcdir/tests/lib/jsonlines.sh"

# ---- The schema: an entry for every command, and for every action. ----
guestfish --json-schema > schema.json
cmp schema.json "$abs_top_builddir/fish/guestfish.schema.json" ||
  fail "the installed schema is not that of --json-schema"
guestfish -h | cut -d' ' -f1 > commands
"$abs_top_builddir/generator/obj/generator" --srcdir "$abs_top_srcdir" \
  --dump-api > api.json 2>/dev/null || echo '{"actions": []}' > api.json
"$python" - <<'END' || fail "a command has no definition of its result"
import json, sys
defs = json.load(open("schema.json"))["$defs"]
names = open("commands").read().split()
names += [a["name"].replace("_", "-") for a in json.load(open("api.json"))
          ["actions"] if a.get("in_guestfish")]
missing = [n for n in names if "result-" + n not in defs]
print(len(names), "commands; without a definition:", missing)
sys.exit(bool(missing) or len(names) < 500)
END
# A validator finds what is wrong: so the schema says something.
for wrong in '{"type":"result","command":"get-memsize","value":"many"}' \
             '{"type":"result","command":"no-such-command"}' \
             '{"type":"result","command":"get-memsize"}' \
             '{"type":"error","command":null,"message":"x","allowed":true}'; do
  echo "$wrong" > wrong
  (valid wrong) 2>/dev/null && fail "valid, but should not be: $wrong"
done

# ---- Values and errors ----
status=0
guestfish --json -f - > out.jsonl 2> err <<'END' || status=$?
echo a  "b \xff"
echo both
get-memsize
get-autosync
get-backend
get-hv
get-append
version
event "" close "echo on standard output"
list-events
delete-event ""
-cat /none
-frobmount /dev/sda1
not cat /none
time get-memsize
lcd .
help mount
-get-memsize x y
-add-drive /none secret:hunter2 frob:x
-add-drive http://me:hunter2@localhost/x protocol:ftp
get-memsize | cat
get-memsize > memsize
!echo noise
<!echo echo from the shell
setenv SECRET hunter2
-echo "not closed
cat /none
echo not reached
END
is status $status 1
valid out.jsonl \
  'lines[0]["encoding"] == "base64"' \
  'base64.b64decode(lines[0]["value"]) == b"a b \xff"' \
  'type(V("get-memsize")) is int' 'V("get-autosync") is True' \
  'V("get-append") is None' 'V("version")["major"] == 1' \
  'results["list-events"]["value"][0]["events"] == ["close"]' \
  'V("time") >= 0 and results["not"]["line"] == 14' \
  '[e["allowed"] for e in errors] == [True] * 7 + [False]' \
  'errors[0]["errno"] == "EINVAL" and errors[0]["arguments"] == ["/none"]' \
  'errors[0]["script"] == "stdin" and errors[0]["line"] == 12' \
  '"remount" in errors[1]["suggestions"]' \
  'errors[-1]["command"] == "cat" and errors[-1]["line"] == 27' \
  '"value" in results["help"] and "\n" in V("help")' \
  '[x["command"] for x in lines if x.get("redirected")] == ["get-memsize"]*2' \
  '"!" in results and "<!" in results' \
  '[e["event"] for e in events] == ["close"]'
grep -q noise err || fail "the output of a program is not on standard error"
is "output to a file" "$(cat memsize)" \
  "$(guestfish get-memsize)"
! grep -q hunter2 out.jsonl || fail "a secret: $(grep hunter2 out.jsonl)"

# Trace and debugging messages are events; nothing is left on standard error.
guestfish --json -x -v get-memsize : get-path > out.jsonl 2> err
valid out.jsonl 'any(e["event"] == "trace" for e in events)' \
  'any(e["event"] == "library" for e in events)'
is "standard error" "$(cat err)" ""

# The command line, with what goes wrong before any command.
status=0
guestfish --json -- echo one : -cat /x : echo two > out.jsonl || status=$?
is "status of the command line" $status 0
valid out.jsonl '[e["allowed"] for e in errors] == [True]' \
  'V("echo") == "two"'
guestfish --json -a none.img run > out.jsonl 2> err &&
  fail "a disk that is not there"
valid out.jsonl 'errors[0]["errno"] == "ENOENT"' \
  'errors[0]["command"] is None'
guestfish --json --listen > out.jsonl && fail "--listen --json"
valid out.jsonl '"--remote" in errors[0]["message"]'
guestfish --json download /x - > out.jsonl && fail "bytes among the lines"
valid out.jsonl '"/dev/fd/3" in errors[0]["message"]'

# Each line is there when its command has ended.
mkfifo in out
guestfish --json < in > out &
exec 3> in 4< out
echo "echo first" >&3
read -r line <&4
matches "a line at once" "$line" '"value":"first"'
exec 3>&-
cat <&4 > rest
exec 4<&-
wait || :

# Nobody reads: an error, and the end.
status=0
guestfish --json echo lost : echo more > /dev/full 2> err || status=$?
is "status when nothing can be written" $status 1
is "errors when nothing can be written" "$(grep -c 'cannot write' err)" 1

# A server, and commands that are sent to it.
eval "$(guestfish --listen)"
at_exit 'kill "$GUESTFISH_PID" 2>/dev/null || :'
{ guestfish --json --remote get-memsize
  guestfish --json --remote -- -cat /none
  printf 'get-memsize | cat\n-cat /none | cat\n' |
    guestfish --json --remote 2>/dev/null
} > out.jsonl
valid out.jsonl 'V("get-memsize") > 0' '[e["allowed"] for e in errors] == [True] * 2' \
  'lines[2]["redirected"] is True'
is "text after JSON" "$(guestfish --remote echo plain)" plain
guestfish --remote exit
