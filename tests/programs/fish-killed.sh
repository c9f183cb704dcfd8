#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A guestfish that is ended by a signal while an editor runs leaves no copy of
# the guest's file behind.

. "$(dirname "$0")/../lib.sh"
requires_appliance

cat > editor <<'END'
#!/bin/sh
echo $$ > editor.pid
echo "$1" > edited
exec sleep 30
END
chmod +x editor
for signal in HUP TERM; do
  rm -f edited
  # Below nohup SIGHUP is ignored.
  EDITOR="'$PWD/editor'" env --default-signal=HUP guestfish -N x.img=fs:ext4:32M -m /dev/sda1 \
    write /secret "password" : edit /secret &
  pid=$!
  for _ in $(seq 300); do [ -s edited ] && break; sleep 0.1; done
  at_exit "kill $(cat editor.pid) 2>/dev/null || :"
  copy=$(cat edited)
  is "the copy while it is edited" "$(cat "$copy")" password
  kill -$signal $pid
  status=0
  wait $pid || status=$?
  is "it died of SIG$signal" "$(kill -l $status)" $signal
  [ ! -e "$copy" ] || fail "$copy is still there after SIG$signal"
done
