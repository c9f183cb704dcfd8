# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
PYTHONPATH="$b/bindings/python${PYTHONPATH:+:$PYTHONPATH}"
export PYTHONPATH
