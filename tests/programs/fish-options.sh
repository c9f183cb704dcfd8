#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command line of guestfish, as far as it goes without an appliance.

. "$(dirname "$0")/../lib.sh"

truncate -s 1M disk.img

matches version "$(guestfish --version)" '^guestfish 1\.[0-9]+\.[0-9]+$'
is "-V" "$(guestfish -V)" "$(guestfish --version)"
matches help "$(guestfish --help)" '--blocksize.*--keys-from-stdin'
matches "list of commands" "$(guestfish -h)" 'add-drive .*launch '
matches "help on a command" "$(guestfish -h add-drive)" 'readonly:true\|false'
is "help by an alias" "$(guestfish --cmd-help run)" "$(guestfish -h launch)"
matches "prepared disks" "$(guestfish -N help)" 'bootrootlv.*partition'
is "-N ?" "$(guestfish -N '?'; guestfish -N list)" \
  "$(guestfish -N help; guestfish -N h)"
is "-h before an option" "$(guestfish -h --ro)" "$(guestfish -h)"
matches "-D" "$(guestfish -D echo x 2>&1)" '^guestfish: .*-D: .*--no-dest-paths'

# What is wrong with the command line, in one line.
fails_with '^guestfish: --bogus: .*--help$' guestfish --bogus
fails_with '^guestfish: -q: .*--help$' guestfish -q
fails_with '^guestfish: -a: an argument is missing' guestfish -a
fails_with "no command 'lunch': did you mean 'launch'" guestfish -h lunch
fails_with '^guestfish: --live: .*stop it, or use --ro' guestfish --live
fails_with '^guestfish: --blocksize=3: .*512 or 4096' guestfish --blocksize=3
fails_with '^guestfish: --key: .*DEVICE:key:' guestfish --key secret
fails_with '^guestfish: --key: .*DEVICE:key:' guestfish --key :key:secret
fails_with '^guestfish: --key: none: No such file' \
  guestfish --key /dev/sda:file:none
fails_with '^guestfish: -f none: No such file' guestfish -f none
fails_with "^guestfish: -N nope: .*-N help" guestfish -N nope
fails_with "^guestfish: -N fs: too many parameters" guestfish -N fs:ext2:1M:mbr:x
fails_with "^guestfish: -N: size '1X'" guestfish -N disk:1X
fails_with "^guestfish: -N: bootsize '128M' does not fit" \
  guestfish -N boot.img=bootroot:ext4:ext4:100M
fails_with "^guestfish: -N: 'x' is not a logical volume" \
  guestfish -N boot.img=lv:x
[ ! -e boot.img ] || fail "an image was made before its parameters were read"
fails_with 'nbd:.*only socket=PATH and tls-certificates=DIR' guestfish -a 'nbd://h/?x=y'
fails_with 'none\.img.*No such file' guestfish -a none.img run
fails_with '^guestfish: --remote: no server is named' \
  env -u GUESTFISH_PID guestfish --remote run
fails_with "^guestfish: --remote: 'x' is not" guestfish --remote=x run
fails_with 'add-drive instead' guestfish --remote=1 -a disk.img
fails_with 'commands are sent with --remote' guestfish --listen echo x

fails_with '^guestfish: --c: it can be one of --connect, --cmd-help, ' guestfish --c
fails_with '^guestfish: --ro: it takes no argument: ' guestfish --ro=1
fails_with '^guestfish: --nonesuch: there is no such option: try --help$' \
  guestfish --nonesuch=1
fails_with '^guestfish: -f b: only one file' guestfish -f a -f b
fails_with "^guestfish: there is no command before ':'" guestfish : echo x
fails_with '^guestfish: -m: there is no disk' guestfish -m /dev/sda

# What was meant for a disk is not lost because it came too late.
fails_with '^guestfish: --format: no -a follows' \
  guestfish -a disk.img --format=raw
fails_with '^guestfish: --blocksize: no -a follows' \
  guestfish --blocksize=512 -N disk
fails_with '^virt-rescue: --format: no -a follows' \
  virt-rescue -a disk.img --format
fails_with '^guestmount: --format: no -a follows' \
  guestmount -a disk.img --format=raw -m /dev/sda mnt
fails_with '^virt-copy-in: --format: no -a follows' \
  virt-copy-in -a disk.img --format=raw x /

# A secret that was misspelt is not shown.
out=$(guestfish --key 'sesame' 2>&1) && fail "--key sesame was accepted"
case $out in *sesame*) fail "the secret is in the message: $out";; esac

# What -a adds is what was asked for.
trace=$(guestfish -x --format=raw -a disk.img --ro --blocksize=4096 \
          --format -a file://"$PWD"/disk.img echo 2>&1)
matches "first -a" "$trace" 'add_drive[^ ]* "disk.img" .*"?format:"?raw'
case $(grep 'add_drive[^ ]* "' <<<"$trace" | tail -n 1) in
  *format*) fail "--format without a value still forces one: $trace";;
  *readonly*4096*) ;;
  *) fail "second -a: $trace";;
esac

# The order of options and words does not matter, and -- ends options.
is "-- before a dash" "$(guestfish -- -nosuch : echo 1 2>/dev/null)" 1
is "option after a word" "$(guestfish echo x --ro)" x
is "--selinux does nothing" "$(guestfish --selinux echo x)" x

fails_with 'format frob: .* qcow2 ' guestfish --format=frob -a disk.img echo x

# ---- What completion scripts ask for ----
is "--short-options" "$(guestfish --short-options | sort | tr -d '\n')" \
  "-D-N-V-a-c-d-f-h-i-m-n-r-v-w-x"
long=$(guestfish --long-options)
for o in add blocksize format key mount ro help csh; do
  grep -qxe "--$o" <<<"$long" || fail "--long-options lacks --$o"
done
# Each is an option indeed: getopt knows it.
while read -r o; do
  [ "$o" != --listen ] || continue
  case $(guestfish "$o" 2>&1 </dev/null) in
    *"no such option"*) fail "--long-options lists $o, which does not exist" ;;
  esac
done <<<"$long"

fails_with '^guestfish: -i: there is no disk to look at: add it with -a$' \
  guestfish -i

# ---- What does not work yet says so at once, and is not offered ----
if ! guestfish -h add-domain >/dev/null 2>&1; then
  fails_with '^guestfish: -d guest: this version cannot .* -a$' \
    guestfish -d guest
  case $(guestfish --help) in *--domain*) fail "--help offers -d";; esac
fi
