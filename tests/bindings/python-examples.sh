#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Python do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
requires_appliance
python=$(configured PYTHON)

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  PYTHONDONTWRITEBYTECODE=1 \
    "$python" "$abs_top_srcdir/bindings/python/examples/$name.py" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Python"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

is largest_files "$(example largest_files guest.img 1)" \
"/dev/sda
          95  /etc/os-release"
