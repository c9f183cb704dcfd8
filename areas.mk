# The one list of areas. An area is generator/actions/<area>.ml and
# daemon/actions/<area>.c, lib/actions/<area>.c, or both.
DAEMON_AREAS = \
	applications \
	arch \
	archive \
	attrs \
	augeas \
	blockdev \
	boot \
	btrfs \
	btrfs_jobs \
	btrfs_qgroup \
	btrfs_subvol \
	checksum \
	command \
	compress \
	copy \
	debug \
	devices \
	dir \
	drives \
	ext2 \
	file \
	find \
	fuse \
	hivex \
	inotify \
	inspect \
	journal \
	launch \
	ldm \
	link \
	luks \
	lvm_lv \
	lvm_pv \
	lvm_vg \
	md \
	mkfs \
	mount \
	ntfs \
	part \
	part_props \
	perm \
	rsync \
	selinux \
	sfdisk \
	stat \
	swap \
	system \
	text \
	transfer \
	tsk \
	vfs \
	xfs \
	yara \
	zero

LIB_AREAS = \
	applications \
	attrs \
	devices \
	dir \
	disk \
	drives \
	file \
	find \
	fuse \
	inspect \
	internal_test \
	journal \
	launch \
	libvirt \
	link \
	mount \
	mount_local \
	settings \
	stat \
	system \
	transfer \
	tsk \
	yara

AREAS = $(sort $(DAEMON_AREAS) $(LIB_AREAS))
