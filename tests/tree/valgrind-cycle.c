/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A day in the life of a handle: what a program does with the library, all
 * its kinds of arguments and results, and its errors.  Run by
 * valgrind-library.sh; with --leak it loses something, so that one can see that
 * it would be found. */

#include <config.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "guestfs.h"

#include "check.h"

#define BIG (3 * 1024 * 1024 + 17)

/* ---- Events ---- */

static void
count_event (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  size_t *n = opaque, sum = 0;

  (void) g;
  (void) event;
  (void) event_handle;
  (void) flags;
  /* Reading what was passed is the point. */
  for (size_t i = 0; i < buf_len; i++)
    sum += (unsigned char) buf[i];
  for (size_t i = 0; i < array_len; i++)
    sum += array[i];
  *n += 1 + (sum & 0);
}

static void
ignore_error (guestfs_h *g, void *opaque, const char *msg)
{
  size_t *n = opaque;

  (void) g;
  *n += strlen (msg) > 0;
}

/* ---- Before the launch ---- */

static void
settings (guestfs_h *g)
{
  char *backend[] = { (char *) "message_max=64", NULL };
  CLEANUP_FREE char *attach = guestfs_get_backend (g);
  CLEANUP_FREE_STRING_LIST char **got = NULL;

  CHECK (attach != NULL);
  CHECK (guestfs_set_program (g, "cycle") == 0);
  CHECK (guestfs_set_identifier (g, "one") == 0);
  CHECK (guestfs_set_identifier (g, "two") == 0);
  CHECK (guestfs_set_backend_settings (g, backend) == 0);
  got = guestfs_get_backend_settings (g);
  CHECK (got && got[0] && strcmp (got[0], backend[0]) == 0);
  CHECK (guestfs_config (g, "-name", "cycle") == 0);
  CHECK (guestfs_set_append (g, "quiet") == 0);
}

static void
wrong_before_launch (guestfs_h *g)
{
  CHECK (guestfs_add_drive (g, "/nonexistent/disk") == -1);
  CHECK (guestfs_add_drive_opts (g, "/dev/null", GUESTFS_ADD_DRIVE_OPTS_FORMAT,
                                 "no such format!", -1) == -1);
  CHECK (guestfs_add_drive_opts (g, "disk", GUESTFS_ADD_DRIVE_OPTS_PROTOCOL,
                                 "carrier-pigeon", -1) == -1);
  CHECK (guestfs_set_memsize (g, 1) == -1);
  CHECK (guestfs_mount (g, "/dev/sda", "/") == -1);
  CHECK (guestfs_ls (g, "/") == NULL);
  CHECK (guestfs_last_error (g) != NULL);
}

static void
drives (guestfs_h *g)
{
  CHECK (guestfs_add_drive_scratch (g, INT64_C (64) << 20,
                                    GUESTFS_ADD_DRIVE_SCRATCH_LABEL, "one",
                                    -1) == 0);
  CHECK (guestfs_disk_create (g, "disk.qcow2", "qcow2", INT64_C (64) << 20,
                              -1) == 0);
  CHECK (guestfs_add_drive_opts (g, "disk.qcow2",
                                 GUESTFS_ADD_DRIVE_OPTS_FORMAT, "qcow2",
                                 GUESTFS_ADD_DRIVE_OPTS_CACHEMODE, "unsafe",
                                 -1) == 0);
  CHECK (guestfs_add_drive_opts (g, "disk.qcow2",
                                 GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                                 -1) == 0);
}

/* ---- In the appliance ---- */

static void
file_system (guestfs_h *g)
{
  CHECK (guestfs_part_disk (g, "/dev/sda", "gpt") == 0);
  CHECK (guestfs_mkfs_opts (g, "ext4", "/dev/sda1",
                            GUESTFS_MKFS_OPTS_LABEL, "cycle", -1) == 0);
  CHECK (guestfs_mount (g, "/dev/sda1", "/") == 0);
}

static void
small_files (guestfs_h *g)
{
  CLEANUP_FREE char *cat = NULL, *bytes = NULL, *type = NULL;
  size_t size = 0;

  CHECK (guestfs_write (g, "/small", "a\0b", 3) == 0);
  CHECK (guestfs_write_append (g, "/small", "c", 1) == 0);
  bytes = guestfs_read_file (g, "/small", &size);
  CHECK (bytes && size == 4 && memcmp (bytes, "a\0bc", 4) == 0);
  CHECK (guestfs_write (g, "/empty", "", 0) == 0);
  cat = guestfs_cat (g, "/empty");
  CHECK (cat && *cat == '\0');
  type = guestfs_vfs_type (g, "/dev/sda1");
  CHECK (type && strcmp (type, "ext4") == 0);
  CHECK (guestfs_is_file (g, "/small") == 1);
  CHECK (guestfs_filesize (g, "/small") == 4);
}

static void
write_local (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = fopen (path, "w");

  for (size_t i = 0; fp && i < BIG; i++)
    putc ((int) (i * 31 % 251), fp);
  CHECK (fp != NULL);
}

static void
streams (guestfs_h *g)
{
  CLEANUP_FREE char *here = NULL, *there = NULL;

  write_local ("local");
  CHECK (guestfs_upload (g, "local", "/big") == 0);
  CHECK (guestfs_download (g, "/big", "copy") == 0);
  there = guestfs_checksum (g, "md5", "/big");
  CHECK (guestfs_upload (g, "copy", "/again") == 0);
  here = guestfs_checksum (g, "md5", "/again");
  CHECK (here && there && strcmp (here, there) == 0);
  CHECK (guestfs_tar_out (g, "/", "all.tar") == 0);
  CHECK (guestfs_upload (g, "/nonexistent/local", "/x") == -1);
  CHECK (guestfs_upload (g, "local", "/no/such/directory") == -1);
  CHECK (guestfs_download (g, "/none", "x") == -1);
  CHECK (guestfs_download (g, "/big", "/nonexistent/copy") == -1);
  CHECK (guestfs_upload (g, "local", "/dev/full") == -1);
}

static void
lists (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **names = guestfs_ls (g, "/");
  CLEANUP_FREE_STRING_LIST char **all = guestfs_find (g, "/");
  CLEANUP_FREE_STRING_LIST char **none = guestfs_glob_expand (g, "/zz*");
  CLEANUP_FREE_STRING_LIST char **table = guestfs_tune2fs_l (g, "/dev/sda1");
  CLEANUP_FREE_STRING_LIST char **systems = guestfs_list_filesystems (g);
  CLEANUP_FREE_STRING_LIST char **groups = guestfs_available_all_groups (g);

  CHECK (names && names[0]);
  CHECK (all && all[0]);
  CHECK (none && !none[0]);
  CHECK (table && table[0] && table[1]);
  CHECK (systems && systems[0] && systems[1]);
  CHECK (groups && groups[0]);
}

static void
one_struct (guestfs_h *g)
{
  struct guestfs_statns *st = guestfs_statns (g, "/small");
  struct guestfs_statns *copy = st ? guestfs_copy_statns (st) : NULL;
  struct guestfs_version *v = guestfs_version (g);

  CHECK (st && st->st_size == 4);
  CHECK (copy && guestfs_compare_statns (st, copy) == 0);
  CHECK (v && v->major == 1);
  guestfs_free_statns (copy);
  guestfs_free_statns (st);
  guestfs_free_version (v);
}

static void
lists_of_structs (guestfs_h *g)
{
  char *names[] = { (char *) "small", (char *) "none", NULL };
  struct guestfs_partition_list *parts = guestfs_part_list (g, "/dev/sda");
  struct guestfs_dirent_list *dir = guestfs_readdir (g, "/");
  struct guestfs_dirent_list *copy = dir ? guestfs_copy_dirent_list (dir) : 0;
  struct guestfs_statns_list *stats = guestfs_lstatnslist (g, "/", names);

  CHECK (parts && parts->len == 1);
  CHECK (copy && guestfs_compare_dirent_list (dir, copy) == 0);
  CHECK (stats && stats->len == 2);
  guestfs_free_partition_list (parts);
  guestfs_free_dirent_list (dir);
  guestfs_free_dirent_list (copy);
  guestfs_free_statns_list (stats);
}

static void
wrong_in_appliance (guestfs_h *g)
{
  char *groups[] = { (char *) "no-such-group", NULL };

  CHECK (guestfs_cat (g, "/none") == NULL);
  CHECK (guestfs_last_errno (g) == ENOENT);
  CHECK (guestfs_cat (g, "relative") == NULL);
  CHECK (guestfs_mount (g, "/dev/sdz", "/") == -1);
  CHECK (guestfs_statns (g, "/none") == NULL);
  CHECK (guestfs_readdir (g, "/none") == NULL);
  CHECK (guestfs_available (g, groups) == -1);
  CHECK (guestfs_read_file (g, "/", &(size_t) { 0 }) == NULL);
  CHECK (guestfs_launch (g) == -1);
  CHECK (guestfs_mkfs_opts (g, "ext4", "/dev/sda1", 12345, -1) == -1);
}

static void
work (guestfs_h *g)
{
  file_system (g);
  small_files (g);
  streams (g);
  lists (g);
  one_struct (g);
  lists_of_structs (g);
  wrong_in_appliance (g);
}

/* ---- Handles ---- */

static void
private_data (guestfs_h *g)
{
  const char *key;
  size_t n = 0;

  guestfs_set_private (g, "a", (void *) "1");
  guestfs_set_private (g, "a", (void *) "2");
  guestfs_set_private (g, "b", (void *) "3");
  for (void *p = guestfs_first_private (g, &key); p;
       p = guestfs_next_private (g, &key))
    n += strlen (key);
  CHECK (n == 2);
}

/* Closed in each state that a handle can be in. */
static void
unused_handles (void)
{
  guestfs_h *g = guestfs_create ();

  CHECK (g != NULL);
  guestfs_close (g);
  g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  CHECK (g != NULL);
  guestfs_set_error_handler (g, NULL, NULL);
  drives (g);
  guestfs_set_path (g, "/nonexistent");
  CHECK (guestfs_launch (g) == -1);
  guestfs_close (g);
}

/* A handle that is launched twice, and closed while its appliance runs. */
static void
used_handle (void)
{
  size_t events = 0, errors = 0;
  guestfs_h *g = guestfs_create ();

  guestfs_set_error_handler (g, ignore_error, &errors);
  CHECK (guestfs_set_event_callback (g, count_event, GUESTFS_EVENT_ALL, 0,
                                     &events) >= 0);
  guestfs_set_trace (g, 1);
  guestfs_set_verbose (g, 1);
  private_data (g);
  settings (g);
  wrong_before_launch (g);
  drives (g);
  CHECK (guestfs_launch (g) == 0);
  work (g);
  CHECK (guestfs_shutdown (g) == 0);
  CHECK (guestfs_ls (g, "/") == NULL);
  drives (g);
  CHECK (guestfs_launch (g) == 0);
  guestfs_close (g);
  CHECK (events > 0);
  CHECK (errors > 0);
}

int
main (int argc, char *argv[])
{
  if (argc == 2 && strcmp (argv[1], "--leak") == 0) {
    guestfs_h *g = guestfs_create ();

    (void) !guestfs_get_backend (g);
    guestfs_close (g);
    return EXIT_SUCCESS;
  }
  unused_handles ();
  used_handle ();
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
