/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of SQLite that lie in a tree. */

#ifndef GUESTFSD_SQLITE_H
#define GUESTFSD_SQLITE_H

#include <sqlite3.h>

#include "lazy.h"
#include "tree.h"

#define SQLITE_FUNCTIONS(F) \
  F (sqlite3_bind_text) \
  F (sqlite3_blob_bytes) \
  F (sqlite3_blob_close) \
  F (sqlite3_blob_open) \
  F (sqlite3_blob_read) \
  F (sqlite3_blob_reopen) \
  F (sqlite3_close) \
  F (sqlite3_column_int64) \
  F (sqlite3_column_text) \
  F (sqlite3_errcode) \
  F (sqlite3_errmsg) \
  F (sqlite3_exec) \
  F (sqlite3_finalize) \
  F (sqlite3_open_v2) \
  F (sqlite3_prepare_v2) \
  F (sqlite3_step) \
  F (sqlite3_vfs_find) \
  F (sqlite3_vfs_register)
extern struct sqlite_functions {
  SQLITE_FUNCTIONS (LAZY_POINTER)
} sqlite;

/* Loads the library; false when there is none. */
extern bool sqlite_load (void);
/* Opens a database to read it; what is in its write-ahead log counts, and
 * nothing is written.  The tree must outlive it.  NULL with the error set. */
extern sqlite3 *sqlite_open_in_tree (const struct tree *t, const char *path);
/* 1; 0 when it is missing, or is something else that would be computed when it
 * is read; -1 with the error set. */
extern int sqlite_has_table (sqlite3 *db, const char *path, const char *table);
/* -1 with the error set: what SQLite says. */
extern int sqlite_failed (sqlite3 *db, const char *path);
extern void sqlite_done (sqlite3 *const *db);
#define CLEANUP_SQLITE __attribute__ ((cleanup (sqlite_done)))
extern void sqlite_stmt_done (sqlite3_stmt *const *stmt);
#define CLEANUP_SQLITE_STMT __attribute__ ((cleanup (sqlite_stmt_done)))

#endif /* GUESTFSD_SQLITE_H */
