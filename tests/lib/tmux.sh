# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A window of tmux, a real terminal: what is typed, and what is on the screen.

unset TMUX
in_tmux() { tmux -S "$test_tmp/tmux" -f /dev/null "$@"; }

# tmux_begin COMMAND…: in a window of 100 columns and 30 lines.
tmux_begin() {
  at_exit 'in_tmux kill-server 2> /dev/null || :'
  in_tmux new-session -d -s window -x 100 -y 30 "$@"
}
tmux_resize() { in_tmux resize-window -t window -x "$1" -y "$2"; }

screen() { in_tmux capture-pane -p -t window; }
keys() { in_tmux send-keys -t window "$@"; }
line() { keys -l -- "$1"; keys Enter; }

# wait_until COMMAND…: two minutes at most; then the screen is shown.
wait_until() {
  local end=$((SECONDS + 120))
  until "$@"; do
    ((SECONDS < end)) || fail "$*: not true, but: $(screen)"
    sleep 0.1
  done
}

on_screen() { screen | grep -qE -- "$1"; }
not_on_screen() { ! on_screen "$1"; }
# shown REGEX: waits until a line of the screen is like this.
shown() { wait_until on_screen "$1"; }
