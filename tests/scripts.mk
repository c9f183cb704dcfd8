# SPDX-License-Identifier: GPL-2.0-or-later
# The shell tests, found by make itself, not by automake.

folders = unit generator actions launch trust programs tree
all_scripts = $(foreach f,$(folders),\
	$(patsubst $(srcdir)/%,%,$(sort $(wildcard $(srcdir)/$(f)/*.sh))))
slow_scripts := $(shell cd $(srcdir) && \
	grep -lx '\# tier: slow' $(folders:=/*.sh) /dev/null)
TESTS += $(filter-out $(if $(filter all,$(TIER)),,$(slow_scripts)),\
	$(all_scripts))

# Of one folder only.
ifdef FOLDER
override TESTS := $(or $(filter $(FOLDER)/%,$(TESTS)),\
	$(error no test in FOLDER=$(FOLDER)))
endif

kinds = sh c h ml py golden supp
EXTRA_DIST += $(patsubst $(srcdir)/%,%,\
	$(wildcard $(foreach k,$(kinds),$(folders:%=$(srcdir)/%/*.$(k)) \
	$(srcdir)/lib/*.$(k)) $(srcdir)/generator/golden/*.txt))
