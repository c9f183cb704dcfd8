# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
OCAMLPATH="$b/bindings/ocaml/findlib${OCAMLPATH:+:$OCAMLPATH}"
CAML_LD_LIBRARY_PATH="$b/bindings/ocaml${CAML_LD_LIBRARY_PATH:+:$CAML_LD_LIBRARY_PATH}"
# gcc finds libguestfs there.
LIBRARY_PATH="$b/lib/.libs${LIBRARY_PATH:+:$LIBRARY_PATH}"
export OCAMLPATH CAML_LD_LIBRARY_PATH LIBRARY_PATH
