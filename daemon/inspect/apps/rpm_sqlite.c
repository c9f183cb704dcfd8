/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of RPM in SQLite: of each row only the beginning is read, which
 * is a tenth of the file. */

#include "config.h"

#include "rpm.h"
#include "sqlite.h"

#define TABLE "Packages"

static bool
read_blob (struct rpm_record *record, char *buf, size_t n, size_t offset)
{
  return sqlite.sqlite3_blob_read (record->opaque, buf, n, offset)
    == SQLITE_OK;
}

/* Opens it, or moves on from the row before. */
static int
open_row (sqlite3 *db, sqlite3_int64 row, sqlite3_blob **blob)
{
  return *blob ? sqlite.sqlite3_blob_reopen (*blob, row)
    : sqlite.sqlite3_blob_open (db, "main", TABLE, "blob", row, 0, blob);
}

static int
add_row (struct rpm_reader *r, sqlite3 *db, sqlite3_int64 row,
         sqlite3_blob **blob)
{
  struct rpm_record record = { .read = read_blob };

  if (open_row (db, row, blob) != SQLITE_OK)
    return sqlite_failed (db, r->path);
  record.opaque = *blob;
  record.size = sqlite.sqlite3_blob_bytes (*blob);
  return rpm_add (r, &record, row);
}

static int
add_rows (struct rpm_reader *r, sqlite3 *db, sqlite3_stmt *rows)
{
  sqlite3_blob *blob = NULL;
  int status, ret = 0;

  while (ret == 0 && (status = sqlite.sqlite3_step (rows)) != SQLITE_DONE)
    ret = status == SQLITE_ROW
      ? add_row (r, db, sqlite.sqlite3_column_int64 (rows, 0), &blob)
      : sqlite_failed (db, r->path);
  if (blob)
    sqlite.sqlite3_blob_close (blob);
  return ret;
}

int
rpm_read_sqlite (struct rpm_reader *r)
{
  CLEANUP_SQLITE sqlite3 *db = sqlite_open_in_tree (r->t, r->path);
  CLEANUP_SQLITE_STMT sqlite3_stmt *rows = NULL;
  const int table = db ? sqlite_has_table (db, r->path, TABLE) : -1;

  /* rpm makes the file before the table. */
  if (table != 1)
    return table;
  if (sqlite.sqlite3_prepare_v2 (db, "SELECT rowid FROM " TABLE
                                 " ORDER BY rowid", -1, &rows, NULL)
      != SQLITE_OK)
    return sqlite_failed (db, r->path);
  return add_rows (r, db, rows);
}
