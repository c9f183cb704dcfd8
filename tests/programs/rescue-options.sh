#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The options of virt-rescue: what is wrong is said before anything is started.

. "$(dirname "$0")/../lib.sh"

matches "--version" "$(virt-rescue --version)" '^virt-rescue [0-9]+\.[0-9]'
help=$(virt-rescue --help)
for o in add append blocksize connect domain format help inspector memsize \
         mount network ro rw scratch selinux smp suggest verbose version; do
  virt-rescue --long-options | grep -qx -e "--$o" || fail "no option --$o"
done
while read -r o; do
  case $o in --selinux|--connect|--domain) continue ;; esac
  matches "--help" "$help" "$o"
done < <(virt-rescue --long-options)
is "short options" "$(virt-rescue --short-options | sort | tr -d '\n')" \
  "$(printf -- '-%s\n' a c d e i m r v V w x | sort | tr -d '\n')"

truncate -s 1M disk.img
fails_with '^virt-rescue: standard input is not a terminal: .*guestfish$' \
  virt-rescue --format=raw -a disk.img
fails_with '^virt-rescue: standard input is not a terminal' \
  virt-rescue ./disk.img
fails_with '^virt-rescue: there is no disk: add it with -a' virt-rescue
for key in x '^' '^1' ^xx no; do
  fails_with '^virt-rescue: -e .*: not a key: it must be' virt-rescue -e "$key"
done
for key in none ^a ^Z '^[' '^\' '^]' ^^ ^_; do
  fails_with 'there is no disk' virt-rescue -e "$key"
done
for bad in --memsize=none --smp=0 --scratch=0 --scratch=many -m12x3; do
  [ "$bad" != -m12x3 ] || continue
  fails_with "^virt-rescue: ${bad%%=*}.*${bad#*=}" virt-rescue "$bad"
done
fails_with 'is not a terminal' virt-rescue -m 1000 --scratch=2
fails_with '^virt-rescue: --suggest: it mounts nothing' \
  virt-rescue --suggest --scratch -i
fails_with '^virt-rescue: 2: not expected: .*--scratch follows =' \
  virt-rescue --scratch 2
fails_with '^virt-rescue: --scratch=256: .* from 1 to 255' \
  virt-rescue --scratch=256
fails_with '^virt-rescue: word: not expected' virt-rescue -a disk.img word
