# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Directories that have of a Windows what inspection reads; after lib.sh.

# hives < TEXT: see tests/lib/hive.py
hives() { python3 "$abs_top_srcdir/tests/lib/hive.py" make; }

# hive FILE [OPTION…] < TEXT: one of them
hive() { { (IFS='|'; echo "> $*"); cat; } | hives; }

# le16 NUMBER: in hexadecimal, as two bytes
le16() {
  local n=000$1
  n=${n: -4}
  # shellcheck disable=SC2059
  printf "\\x${n:2}\\x${n:0:2}"
}

# pe FILE MACHINE: a program for that machine, of 32 or 64 bits
pe() {
  local format=10b
  case $2 in 8664|aa64|200) format=20b ;; esac
  {
    printf MZ; head -c 58 /dev/zero; le16 c8; head -c 138 /dev/zero
    printf 'PE\0\0'; le16 "$2"; le16 1; head -c 12 /dev/zero
    le16 f0; le16 22; le16 $format; head -c 100 /dev/zero
  } > "$1"
}

# windows DIRECTORY [MACHINE]: a directory of Windows, with no hives yet
windows() {
  mkdir -p "$1/System32/config"
  pe "$1/System32/cmd.exe" "${2:-8664}"
}

# looked_at DIRECTORY: what is found in it, a line each
looked_at() { "$abs_top_builddir/tests/runner/inspect-tree" "$1"; }

# found NAME: its value in the file "got"
found() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$1="* ]]; then printf '%s\n' "${line#*=}"; fi
  done < got
}
