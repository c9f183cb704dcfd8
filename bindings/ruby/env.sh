# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree and s to the source tree.
RUBYLIB="$s/bindings/ruby/lib:$b/bindings/ruby${RUBYLIB:+:$RUBYLIB}"
export RUBYLIB
