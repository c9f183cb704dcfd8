/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of SQLite that lie in a tree.
 *
 * SQLite gets at files through functions of ours: they open them as anything
 * else of a guest, never write, and there is nobody to lock out.  So it can
 * use the write-ahead log, in which the last changes may be, of a file system
 * that is mounted read-only: its index is in memory. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "readers.h"
#include "sqlite.h"

struct sqlite_functions sqlite;

bool
sqlite_load (void)
{
#define SYMBOL(f) LAZY_SYMBOL (sqlite, f)
  static const struct lazy_symbol symbols[] = { SQLITE_FUNCTIONS (SYMBOL) };

  return lazy_load (SQLITE_SONAME, symbols, sizeof symbols / sizeof symbols[0]);
}

/* ---- A file ---- */

struct tree_file {
  sqlite3_file base;
  int fd;                       /* -1: an empty file */
  struct ahead ahead;
};

static int
file_close (sqlite3_file *file)
{
  struct tree_file *f = (struct tree_file *) file;

  ahead_done (&f->ahead);
  if (f->fd != -1)
    close (f->fd);
  return SQLITE_OK;
}

/* What is not there is to be zeroes. */
static int
file_read (sqlite3_file *file, void *buf, int n, sqlite3_int64 offset)
{
  struct tree_file *f = (struct tree_file *) file;
  ssize_t r = 0;

  if (f->fd != -1)
    r = read_ahead (&f->ahead, f->fd, buf, n, offset);
  if (r == n)
    return SQLITE_OK;
  if (r == -1)
    return SQLITE_IOERR_READ;
  memset ((char *) buf + r, 0, n - r);
  return SQLITE_IOERR_SHORT_READ;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *ret)
{
  const struct tree_file *f = (struct tree_file *) file;
  struct stat st = { .st_size = 0 };

  if (f->fd != -1 && fstat (f->fd, &st) == -1)
    return SQLITE_IOERR_FSTAT;
  *ret = st.st_size;
  return SQLITE_OK;
}

static int
file_write (sqlite3_file *file, const void *buf, int n, sqlite3_int64 offset)
{
  (void) file, (void) buf, (void) n, (void) offset;
  return SQLITE_READONLY;
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  (void) file, (void) size;
  return SQLITE_READONLY;
}

static int
file_nothing (sqlite3_file *file, int flags)
{
  (void) file, (void) flags;
  return SQLITE_OK;
}

static int
file_is_reserved (sqlite3_file *file, int *ret)
{
  (void) file;
  *ret = 0;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *file, int op, void *arg)
{
  (void) file, (void) op, (void) arg;
  return SQLITE_NOTFOUND;
}

static int
file_sector_size (sqlite3_file *file)
{
  (void) file;
  return 0;
}

static const sqlite3_io_methods file_methods = {
  .iVersion = 1,
  .xClose = file_close, .xRead = file_read, .xWrite = file_write,
  .xTruncate = file_truncate, .xSync = file_nothing, .xFileSize = file_size,
  .xLock = file_nothing, .xUnlock = file_nothing,
  .xCheckReservedLock = file_is_reserved, .xFileControl = file_control,
  .xSectorSize = file_sector_size, .xDeviceCharacteristics = file_sector_size,
};

/* ---- Files ---- */

static const struct tree *
tree_of (const sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

/* A log that is missing is an empty one, but a database must be there. */
static int
files_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
            int *ret_flags)
{
  struct tree_file *f = (struct tree_file *) file;

  *f = (struct tree_file) { .base.pMethods = NULL };
  f->fd = path ? tree_open (tree_of (vfs), path) : -1;
  if (f->fd == -1 && !(flags & SQLITE_OPEN_WAL))
    return SQLITE_CANTOPEN;
  f->base.pMethods = &file_methods;
  if (ret_flags)
    *ret_flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE))
      | SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}

static int
files_delete (sqlite3_vfs *vfs, const char *path, int sync)
{
  (void) vfs, (void) path, (void) sync;
  return SQLITE_READONLY;
}

static int
files_access (sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
  *ret = flags != SQLITE_ACCESS_READWRITE
    && tree_has_file (tree_of (vfs), path);
  return SQLITE_OK;
}

static int
files_full_path (sqlite3_vfs *vfs, const char *path, int size, char *ret)
{
  (void) vfs;
  return snprintf (ret, size, "%s", path) < size ? SQLITE_OK
    : SQLITE_CANTOPEN;
}

/* As the usual one, but for files. */
static bool
register_files (const struct tree *t)
{
  static sqlite3_vfs vfs;
  const sqlite3_vfs *usual = sqlite.sqlite3_vfs_find (NULL);

  if (usual == NULL)
    return false;
  vfs = *usual;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof (struct tree_file);
  vfs.pNext = NULL;
  vfs.zName = "tree";
  vfs.pAppData = (void *) t;
  vfs.xOpen = files_open;
  vfs.xDelete = files_delete;
  vfs.xAccess = files_access;
  vfs.xFullPathname = files_full_path;
  return sqlite.sqlite3_vfs_register (&vfs, 0) == SQLITE_OK;
}

/* ---- Opening ---- */

void
sqlite_done (sqlite3 *const *db)
{
  if (*db)
    sqlite.sqlite3_close (*db);
}

void
sqlite_stmt_done (sqlite3_stmt *const *stmt)
{
  if (*stmt)
    sqlite.sqlite3_finalize (*stmt);
}

/* What a journal would undo is in the file; undoing it means writing. */
int
sqlite_failed (sqlite3 *db, const char *path)
{
  if (db && sqlite.sqlite3_errcode (db) == SQLITE_READONLY)
    reply_with_error_errno (EBUSY, "%s: the guest was stopped while it was "
                            "changed, and %s-journal must undo that: let the "
                            "guest do so", path, path);
  else
    reply_with_error_errno (EINVAL, "%s: SQLite: %s", path,
                            db ? sqlite.sqlite3_errmsg (db) : "out of memory");
  return -1;
}

/* Locked by one, the log needs no shared memory.  A schema may hold things
 * that run when a table is read. */
#define SETTINGS \
  "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; " \
  "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; " \
  "PRAGMA query_only = ON; PRAGMA mmap_size = 0"

sqlite3 *
sqlite_open_in_tree (const struct tree *t, const char *path)
{
  CLEANUP_SQLITE sqlite3 *db = NULL;

  if (!sqlite_load () || !register_files (t)) {
    reply_with_error_errno (ENOTSUP, "%s: the appliance has no SQLite to read "
                            "it with", path);
    return NULL;
  }
  if (sqlite.sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, "tree")
      != SQLITE_OK
      || sqlite.sqlite3_exec (db, SETTINGS, NULL, NULL, NULL) != SQLITE_OK) {
    sqlite_failed (db, path);
    return NULL;
  }
  return steal (&db);
}

int
sqlite_has_table (sqlite3 *db, const char *path, const char *table)
{
  CLEANUP_SQLITE_STMT sqlite3_stmt *stmt = NULL;
  int status = sqlite.sqlite3_prepare_v2 (
    db, "SELECT 1 FROM sqlite_master "
    "WHERE type = 'table' AND rootpage > 0 AND name = ?", -1, &stmt, NULL);

  if (status == SQLITE_OK)
    status = sqlite.sqlite3_bind_text (stmt, 1, table, -1, SQLITE_STATIC);
  if (status == SQLITE_OK)
    status = sqlite.sqlite3_step (stmt);
  return status == SQLITE_ROW ? 1 : status == SQLITE_DONE ? 0
    : sqlite_failed (db, path);
}
