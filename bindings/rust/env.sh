# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree: where programs are linked.
LIBRARY_PATH="$b/lib/.libs${LIBRARY_PATH:+:$LIBRARY_PATH}"
export LIBRARY_PATH
