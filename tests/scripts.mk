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

# A comment of theirs says so, "# tier: slow" or " * tier: slow */".
slow := $(patsubst %.c,%,$(shell cd $(srcdir) && \
	grep -slxE '(\#| \*) tier: slow( \*/)?' $(folders:=/*.sh) $(folders:=/*.c) \
	/dev/null))
# The longest first, so that nobody waits for one of them at the end.
long = tree/soak.sh actions/luks-bitlocker-all.sh tree/hostile-many.sh \
	trust/paths-race.sh tree/two-files.sh launch/template-trouble.sh \
	programs/dropin-tools.sh actions/luks-bitlocker.sh actions/btrfs-jobs \
	gen/capi-l.areas gen/capi-b.areas launch/hang.sh actions/all-long-calls \
	gen/escape-a-e.areas gen/capi-t-z.areas gen/capi-m-o.areas \
	launch/inspect-again.sh actions/command-guest \
	programs/guestmount-mount.sh ../tools/check-style \
	launch/template-drives.sh trust/paths-errno.sh actions/lvm_vg-plain.sh \
	launch/template-clones.sh gen/escape-m-z.areas gen/capi-c-d.areas \
	gen/capi-e-h.areas actions/all-large actions/part-gpt.sh \
	programs/dropin-commands.sh gen/capi-a.areas actions/mount-journal.sh \
	actions/md-layers.sh launch/template-damage.sh trust/hostile \
	gen/capi-i-k.areas launch/lost actions/lvm_lv-layers.sh \
	launch/guard-lets-qemu-flush.sh gen/capi-p-r.areas actions/all-names \
	launch/together.sh programs/test-tool.sh actions/selinux-policy.sh \
	actions/inspect-layers.sh actions/luks-clevis.sh actions/lvm_vg-copies.sh \
	unit/domain-faults.sh

TESTS += $(scripts) $(area_tests)
all_tests := $(filter-out $(if $(filter all,$(TIER)),,$(slow)),$(TESTS))
TESTS = $(foreach t,$(long),$(filter $t,$(all_tests))) \
	$(filter-out $(long),$(all_tests))

# Of one directory only: check FOLDER=launch.
ifdef FOLDER
ifeq ($(filter $(FOLDER),$(folders)),)
$(error FOLDER=$(FOLDER): no such directory of tests: choose one of: $(folders))
endif
TESTS = $(or $(filter $(FOLDER)/%,$(all_tests)),\
	$(error FOLDER=$(FOLDER): all of its tests are slow: use check-all))
endif

# Some of them only: check TESTS=unit/argv.sh.
ifeq ($(origin TESTS),command line)
not_there := $(filter-out $(scripts) $(area_tests) $(appliance_programs) \
	$(unit_programs) $(tree_checks),$(TESTS))
ifneq ($(not_there),)
$(error TESTS=$(not_there): no such test: name it without "tests/", and a \
	program in C without ".c")
endif
endif

kinds = sh c h ml py golden supp
EXTRA_DIST += $(patsubst $(srcdir)/%,%,\
	$(wildcard $(foreach k,$(kinds),$(folders:%=$(srcdir)/%/*.$(k)) \
	$(srcdir)/lib/*.$(k)) $(srcdir)/generator/golden/*.txt))
