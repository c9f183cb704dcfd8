# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
PERL5LIB="$b/bindings/perl/blib${PERL5LIB:+:$PERL5LIB}"
export PERL5LIB
