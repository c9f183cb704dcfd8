/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A large directory in libtsk in less than quadratic time. */

#ifndef GUESTFSD_TSKDIR_H
#define GUESTFSD_TSKDIR_H

#include <tsk/libtsk.h>

/* Of the library, but in no header of it.  The first adds a name to a
 * directory unless it is there, the second makes room for so many. */
extern uint8_t tsk_fs_dir_add (TSK_FS_DIR *dir, const TSK_FS_NAME *name);
extern uint8_t tsk_fs_dir_realloc (TSK_FS_DIR *dir, size_t names);

/* The library's own, to be set. */
extern __typeof__ (tsk_fs_dir_add) *real_tsk_fs_dir_add;
extern __typeof__ (tsk_fs_dir_realloc) *real_tsk_fs_dir_realloc;

#endif /* GUESTFSD_TSKDIR_H */
