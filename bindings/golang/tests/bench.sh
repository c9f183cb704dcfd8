#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
set -e
golang="$abs_top_builddir/bindings/golang"
GOCACHE="$golang/cache" GOPATH="$golang/path"
export GOCACHE GOPATH
cd "$golang/module"
exec "$(sed -n 's/^GOLANG = //p' "$golang/Makefile")" run ./tests/bench "$1"
