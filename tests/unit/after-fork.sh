#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The program that uses the library may have threads: between fork and exec
# only functions are called that are safe then. What runs there stands below
# "---- In the child", up to the next such line.

. "$(dirname "$0")/../lib.sh"
requires objdump "${cc[0]}"

# signal-safety(7), system calls that glibc only passes on, and what of ours
# calls nothing but these.
safe=" __errno_location _exit alarm close dup2 execve execvpe fcntl fcntl64
  getpid getrlimit getrlimit64 ioctl kill lseek lseek64 memcpy mmap mmap64 open
  open64 pipe2 poll prctl read rmdir setpgid setrlimit setrlimit64 sigaction
  sigaddset sigemptyset signal sigprocmask strlen syscall unlinkat waitpid write
  __stack_chk_fail _GLOBAL_OFFSET_TABLE_ memset
  cleanup_close full_write guestfs_int_errno_to_name guestfs_int_forbid_network "

# in_child FILE: the functions that are defined in those parts.
in_child() {
  awk '/^\/\* ---- / { on = /In the child/ } on' "$1" |
    grep -oP '^\w+(?= \()'
}

# calls OBJECT FUNCTION: what it calls.
calls() {
  objdump -dr --no-show-raw-insn "$1" | awk -v "f=<$2>:" '
    / <.*>:$/ { on = $2 == f }
    on && $2 ~ /^R_/ { sub (/[-+]0x[0-9a-f]+$/, "", $3); print $3 }' |
    grep -v '^\.' | sort -u
}

# check FILE: compiled so that no function is part of another one, and each
# call shows.
check() {
  local f called functions
  mapfile -t functions < <(in_child "$1")
  [ ${#functions[@]} -gt 0 ] || fail "$1: nothing is in the child"
  "${cc[@]}" -std=gnu11 -O0 -ffunction-sections -fPIC -D_GNU_SOURCE \
    -I"$abs_top_builddir" -I"$abs_top_srcdir"/{include,common,common/gen} \
    "${rooms[@]}" -c "$1" -o check.o
  for f in "${functions[@]}"; do
    for called in $(calls check.o "$f"); do
      seen+=("$called")
      case " ${safe//$'\n'/ } ${functions[*]} " in
        *" $called "*) ;;
        *) fail "$1: $f calls $called after fork" ;;
      esac
    done
  done
}

rooms=("$abs_top_srcdir"/lib/*/)
rooms=("${rooms[@]/#/-I}")
mapfile -t files < <(grep -lP '\bfork \(|fork_(without_signals|unseen) \(' \
                       "$abs_top_srcdir"/lib/*/*.c)
[ ${#files[@]} -ge 3 ] || fail "only '${files[*]}' start processes"
seen=()
for file in "${files[@]}"; do check "$file"; done
[[ " ${seen[*]} " = *" execve "* ]] || fail "objdump shows no call of execve"
