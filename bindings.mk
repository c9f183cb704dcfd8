# SPDX-License-Identifier: GPL-2.0-or-later
# The one list of languages. A language is generator/output/<language>.ml and
# bindings/<language>/.
LANGUAGES = csharp erlang golang haskell java lua node ocaml perl php python ruby rust
