# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
MONO_PATH="$b/bindings/csharp${MONO_PATH:+:$MONO_PATH}"
export MONO_PATH
