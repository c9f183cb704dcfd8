# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree. The native library is
# looked for in LD_LIBRARY_PATH.
CLASSPATH="$b/bindings/java/libguestfs.jar${CLASSPATH:+:$CLASSPATH}"
LD_LIBRARY_PATH="$b/bindings/java:$LD_LIBRARY_PATH"
export CLASSPATH LD_LIBRARY_PATH
