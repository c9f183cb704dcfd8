# SPDX-License-Identifier: GPL-2.0-or-later
# The tests that make itself finds, and the order of all.

folders = unit generator actions launch drives trust programs recipes bindings \
	tree
scripts = $(patsubst $(srcdir)/%,%,\
	$(sort $(wildcard $(folders:%=$(srcdir)/%/*.sh))))
# The tests of the records: a machine serves all areas whose names begin with
# these letters. run-test knows which program runs gen/capi-c-d.areas.
area_tests = \
	$(patsubst %,gen/capi-%.areas,a b c-d e-h i-k l m-o p-r s t-z) \
	$(patsubst %,gen/escape-%.areas,a-e f-l m-z)
$(area_tests): | gen/$(DEPDIR)
	@: > $@

slow := $(shell cd $(srcdir) && \
	grep -lx '\# tier: slow' $(folders:=/*.sh) /dev/null)
# The longest first, so that nobody waits for one of them at the end.
long = tree/soak.sh actions/luks-bitlocker-all.sh tree/hostile-many.sh \
	trust/paths-race.sh tree/two-files.sh launch/template-trouble.sh \
	programs/dropin-tools.sh actions/luks-bitlocker.sh \
	gen/capi-l.areas launch/hang.sh gen/capi-b.areas actions/all-long-calls \
	gen/capi-t-z.areas gen/escape-a-e.areas gen/capi-m-o.areas \
	actions/btrfs-jobs trust/hostile launch/template-drives.sh launch/lost \
	actions/md-layers.sh actions/command-guest actions/lvm_vg-plain.sh \
	../tools/check-style actions/mount-journal.sh trust/paths-errno.sh \
	launch/template-clones.sh gen/capi-c-d.areas gen/escape-m-z.areas \
	gen/capi-a.areas gen/capi-e-h.areas actions/part-gpt.sh \
	programs/guestmount-mount.sh launch/template-damage.sh \
	actions/all-large

TESTS += $(scripts) $(area_tests)
all_tests := $(filter-out $(if $(filter all,$(TIER)),,$(slow)),$(TESTS))
TESTS = $(foreach t,$(long),$(filter $t,$(all_tests))) \
	$(filter-out $(long),$(all_tests))

# Of one directory only: check FOLDER=launch.
ifdef FOLDER
TESTS = $(or $(filter $(FOLDER)/%,$(all_tests)),\
	$(error no test in FOLDER=$(FOLDER)))
endif

kinds = sh c h ml py golden supp
EXTRA_DIST += $(patsubst $(srcdir)/%,%,\
	$(wildcard $(foreach k,$(kinds),$(folders:%=$(srcdir)/%/*.$(k)) \
	$(srcdir)/lib/*.$(k)) $(srcdir)/generator/golden/*.txt))
