#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish --complete: what the completion of shells asks for, without a
# launch. The first line says what else may stand there.

. "$(dirname "$0")/../lib.sh"

# offers WORD…: the directives, a colon, and what is offered, on one line.
offers() {
  guestfish --complete -- "$@" > out
  printf '%s:' "$(head -n 1 out)"
  tail -n +2 out | cut -f1 | paste -sd' '
}

is "a command" "$(offers mkdi)" ":mkdir mkdir-mode mkdir-p"
is "a command with a dash" "$(offers -mkdir-p)" ":-mkdir-p"
is "a command after others" "$(offers run : mkdir-p)" ":mkdir-p"
is "a command that another one runs" "$(offers time mkdir-p)" ":mkdir-p"
is "types of file systems" "$(offers mkfs ext)" ":ext2 ext3 ext4"
is "kinds of partition tables" "$(offers part-disk /dev/sda m)" ":mac mbr"
is "a device" "$(offers mkfs ext4 /dev/)" "guest device:"
is "a guest path" "$(offers cat /e)" "guest:"
is "the place of a mount" "$(offers mount /dev/sda1 /m)" "guest:"
is "of guestfish's own command" "$(offers edit /e)" "guest:"
is "a local file" "$(offers upload x)" "files:"
is "a local file, not read but written" "$(offers download /x y)" "files:"
is "a local directory" "$(offers lcd x)" "directories:"
is "an optional argument" "$(offers add-drive x form)" "nospace:format:"
is "its words" "$(offers add-drive x format:q)" \
  ":format:qcow format:qcow2 format:qed"
is "a boolean" "$(offers add-drive x readonly:)" \
  ":readonly:false readonly:true"
is "another meaning of the same name" "$(offers cpio-out /d f format:)" \
  ":format:crc format:newc"
is "free text" "$(offers add-drive x label:)" ":"
is "topics" "$(offers help partitio)" ":partitions"
is "nothing known" "$(offers nosuch x)" ":"
is "what it is" "$(guestfish --complete -- mkdir-p | tail -n 1)" \
  "$(printf 'mkdir-p\tcreate a directory and its parents')"

# The table has every command, and says the same.
guestfish --complete-table > table
guestfish -h | cut -d' ' -f1 | sort > commands
is "commands that the table lacks" \
  "$(cut -f1 table | sort | comm -13 - commands)" ""
is "fields" "$(awk -F'\t' 'NF != 5' table)" ""
matches "kinds" "$(grep '^upload	' table)" 'filename:file-in .*filename:device-or-path'
matches "choices" "$(grep '^part-disk	' table)" 'parttype:=aix,.*,sun	'
! grep '^luks-open	' table | grep -q 'key:' || fail "a secret is offered"
