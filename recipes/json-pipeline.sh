#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Use results as JSON in a pipeline
#
# With --json each line is an object: a result, an error, an event. jq picks
# what is wanted. The exit status is that of guestfish because of pipefail.

set -o pipefail
guestfish --json --ro -a disk.img run : list-filesystems |
  jq -r 'select(.command == "list-filesystems" and .type == "result")
         | .value | to_entries[] | "\(.key) has \(.value)"'
