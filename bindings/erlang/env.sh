# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
ERL_FLAGS="-pa '$b/bindings/erlang/ebin'${ERL_FLAGS:+ $ERL_FLAGS}"
PATH="$b/bindings/erlang:$PATH"
export ERL_FLAGS PATH
