# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the generator in the current directory and runs it on the source tree.
#
#   make -C generator -f build.mk            without configure
#
# Every module is staged into $(O) under a name of its own: core/text.ml stays
# text.ml, actions/text.ml becomes area_text.ml, output/structs.ml
# output_structs.ml, inspect/suse.ml inspect_suse.ml.  Messages of the compiler name the original.

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
TOP := $(S)/..

O ?= obj
OCAMLFIND ?= ocamlfind
OCAMLFLAGS = -package str,unix -I $(O) -g \
	-w +a-4-9-40-41-42-44-45-48-70 -warn-error +a

include $(TOP)/areas.mk
$(foreach a,$(AREAS),$(if $(wildcard $(S)/actions/$(a).ml),,$(error \
  areas.mk names $(a), but generator/actions/$(a).ml is missing)))

generate: $(O)/generator
	@$(O)/generator --srcdir $(TOP)

# What is written: each output/<word>.ml has a function "outputs", from the
# table of actions to paths and what writes them.  Languages are in
# bindings.mk.
OUTPUTS = header protocol errnos structs events client symbols pkgconfig \
	daemon systems system_tests fish tests escapes path_tests long_calls \
	docs topics system_docs fish_docs calls fleet binding_log
include $(TOP)/bindings.mk
# What starts the appliance.
include $(TOP)/lib/backends.mk

core := $(notdir $(wildcard $(S)/core/*.ml $(S)/core/*.mli))
output := $(addprefix output_,\
	$(notdir $(wildcard $(S)/output/*.ml $(S)/output/*.mli)))
actions := $(AREAS:%=area_%.ml)
systems := $(addprefix inspect_,$(notdir $(wildcard $(S)/inspect/*.ml)))
staged := $(addprefix $(O)/,\
	$(core) $(output) $(actions) $(systems) areas.ml backends.ml outputs.ml)

stage = @mkdir -p $(O) && { echo '\# 1 "$<"'; cat $<; } > $@

# Static: a file that an area lost must not live on in $(O).
$(addprefix $(O)/,$(actions)): $(O)/area_%.ml: $(S)/actions/%.ml
	$(stage)
$(addprefix $(O)/,$(systems)): $(O)/inspect_%.ml: $(S)/inspect/%.ml
	$(stage)
$(O)/output_%.ml: $(S)/output/%.ml
	$(stage)
$(O)/output_%.mli: $(S)/output/%.mli
	$(stage)
$(O)/%.ml: $(S)/core/%.ml
	$(stage)
$(O)/%.mli: $(S)/core/%.mli
	$(stage)

# What the lists say, as OCaml.
strings = $(foreach a,$(1),"$(a)";)
pairs = $(foreach a,$(1),"$(a)", Area_$(a).actions;)
define areas_ml
let daemon = [ $(call strings,$(DAEMON_AREAS)) ]
let library = [ $(call strings,$(LIB_AREAS)) ]
let all = [ $(call pairs,$(AREAS)) ]
endef
export areas_ml
$(O)/areas.ml: $(TOP)/areas.mk $(S)/build.mk
	@mkdir -p $(O) && echo "$$areas_ml" > $@

export backends_ml = let all = [ $(call strings,$(BACKENDS)) ]
$(O)/backends.ml: $(TOP)/lib/backends.mk $(S)/build.mk
	@mkdir -p $(O) && echo "$$backends_ml" > $@

define outputs_ml
let all table = List.concat [
  $(foreach o,$(OUTPUTS) $(LANGUAGES),Output_$(o).outputs table;) ]
endef
export outputs_ml
$(O)/outputs.ml: $(TOP)/bindings.mk $(S)/build.mk
	@mkdir -p $(O) && echo "$$outputs_ml" > $@

$(O)/depend: $(staged)
	@cd $(O) && $(OCAMLFIND) ocamldep -native -one-line $(notdir $(staged)) | \
	  sed 's|[^ ]*\.cm|$(O)/&|g' > depend
include $(O)/depend

$(O)/%.cmi: $(O)/%.mli
	@echo "  OCAMLOPT $<"; $(OCAMLFIND) ocamlopt $(OCAMLFLAGS) -c $< -o $@
$(O)/%.cmx: $(O)/%.ml
	@echo "  OCAMLOPT $<"; $(OCAMLFIND) ocamlopt $(OCAMLFLAGS) -c $< -o $@

# $(call sorted,FILES): their objects in the order of linking.
sorted = $$($(OCAMLFIND) ocamldep -sort -I $(O) $(1) | sed 's/\.ml\b/.cmx/g')

# All but the real table: tests/generator links this with a table of its own.
tables := $(addprefix $(O)/,\
	$(actions) $(systems) areas.ml registry.ml run.ml)
library := $(filter-out $(tables),$(filter %.ml,$(staged)))
$(O)/generator.cmxa: $(library:.ml=.cmx)
	@echo "  OCAMLOPT $@"; \
	$(OCAMLFIND) ocamlopt -a -o $@ $(call sorted,$(library))

$(O)/generator: $(O)/generator.cmxa $(tables:.ml=.cmx)
	@echo "  OCAMLOPT $@"; \
	$(OCAMLFIND) ocamlopt $(OCAMLFLAGS) -linkpkg -o $@ $< \
	  $(call sorted,$(tables))

.PHONY: generate
.DELETE_ON_ERROR:
