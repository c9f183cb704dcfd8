/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers in the calls internal_fuse_*, between lib/fuse and
 * daemon/actions/fuse/. */

#ifndef GUESTFS_INT_FUSECALLS_H
#define GUESTFS_INT_FUSECALLS_H

/* The guest's root. */
#define FUSECALL_ROOT 1

/* internal_fuse_setattr: what is set.  In nanoseconds FUSECALL_NOW means now,
 * and FUSECALL_OMIT that the time stays. */
#define FUSECALL_MODE 1
#define FUSECALL_UID 2
#define FUSECALL_GID 4
#define FUSECALL_SIZE 8
#define FUSECALL_TIMES 16
#define FUSECALL_NOW (-1)
#define FUSECALL_OMIT (-2)

/* fa_flags, fe_flags */
#define FUSECALL_NO_ATTR 1      /* only type and number are known: look it up */
#define FUSECALL_NO_XATTRS 2    /* it has none */
#define FUSECALL_XATTRS_UNSUPPORTED 4   /* its file system has none */
#define FUSECALL_HIDES_XATTRS 32        /* not all of them are listed */
#define FUSECALL_XATTRS_KNOWN 64        /* the three before say all */
#define FUSECALL_HELD 8         /* held under its number: forget must be told */
#define FUSECALL_FOLDS 16       /* two names may be the same: remember none */
#define FUSECALL_IMMUTABLE 128  /* as chattr sets it: nothing of it changes */
#define FUSECALL_APPEND_ONLY 256        /* it only grows */
#define FUSECALL_READ_ONLY 512  /* its file system is mounted so */
#define FUSECALL_BIRTH 1024     /* fa_btime_* are known */

/* fc_flags */
#define FUSECALL_NO_CONTENT 1   /* too large, or it cannot be read */
#define FUSECALL_SETS_ATIME 2   /* reading it may change its access time */

/* Of a rename; the kernel's others are passed on as they are. */
#define FUSECALL_RENAME_EXCHANGE 2

/* Bytes of one read or write, and of the contents of small files. */
#define FUSECALL_MAX_IO (1024 * 1024)
/* Small files: their size, and how many come at once. */
#define FUSECALL_SMALL (128 * 1024)
#define FUSECALL_MAX_FILES 64

#endif /* GUESTFS_INT_FUSECALLS_H */
