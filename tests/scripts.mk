# SPDX-License-Identifier: GPL-2.0-or-later
# The tests that make itself finds, and the order of all.

folders = unit generator actions launch trust programs tree
scripts = $(patsubst $(srcdir)/%,%,\
	$(sort $(wildcard $(folders:%=$(srcdir)/%/*.sh))))
# The tests of the records of each area, where it has some, are a test each:
# run-test knows which program runs gen/capi-mount.area.
area_tests := $(patsubst %.c,%.area,$(shell cd $(srcdir) && \
	grep -l '\.run = ' gen/capi-*.c gen/escape-*.c))
$(area_tests): %.area: %.c
	@: > $@

slow := $(shell cd $(srcdir) && \
	grep -lx '\# tier: slow' $(folders:=/*.sh) /dev/null)
# The longest first, so that nobody waits for one of them at the end.
long = tree/soak.sh actions/luks-bitlocker-all.sh tree/hostile-many.sh \
	trust/paths-race.sh tree/two-files.sh launch/template-trouble.sh \
	gen/capi-luks.area actions/all-long-calls launch/hang.sh \
	programs/dropin-tools.sh actions/command-guest actions/btrfs-jobs \
	launch/lost trust/hostile gen/capi-btrfs_jobs.area \
	../tools/check-style launch/template-drives.sh gen/capi-zero.area \
	gen/capi-vfs.area gen/capi-mkfs.area actions/part-gpt.sh \
	actions/luks-bitlocker.sh actions/all-large

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
