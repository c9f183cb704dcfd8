/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The systemd journal of the guest, with libsystemd. */

#include "config.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <systemd/sd-journal.h>

#include "codec.h"
#include "content.h"
#include "daemon.h"
#include "wire.h"

static sd_journal *journal;
static char *journal_path;      /* in the guest, for errors */

int
optgroup_journal_available (void)
{
  return 1;
}

/* ---- What cannot be read ----
 * libsystemd maps the files: where the disk cannot be read, or the file has
 * become shorter, reading memory is a bus error.  There a page of zeroes takes
 * the place of the file, and the action fails when libsystemd returns.  The
 * page stays as long as the journal is open, and with it the error.
 *
 * Only while libsystemd runs: bus errors of others are none of the journal. */

static volatile sig_atomic_t has_zeroed_pages;
static struct sigaction usual_action;

static void
bus_error (int sig, siginfo_t *info, void *context)
{
  const uintptr_t page_mask = (uintptr_t) sysconf (_SC_PAGESIZE) - 1;
  void *page = (void *) ((uintptr_t) info->si_addr & ~page_mask);

  (void) context;
  has_zeroed_pages = 1;
  if (info->si_code != BUS_ADRERR ||
      mmap (page, page_mask + 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS |
            MAP_FIXED, -1, 0) != page)
    signal (sig, SIG_DFL);      /* it happens again, and ends us */
}

static void
catch_bus_errors (void)
{
  struct sigaction sa = { .sa_sigaction = bus_error, .sa_flags = SA_SIGINFO };

  sigaction (SIGBUS, &sa, &usual_action);
}

static void
leave_bus_errors (void)
{
  sigaction (SIGBUS, &usual_action, NULL);
}

/* What libsystemd returned: below 0 an error number. */
static int
check_result (int r)
{
  if (!has_zeroed_pages && r >= 0)
    return r;
  if (has_zeroed_pages)
    reply_with_error_errno (EIO, "%s: a file of the journal cannot be read",
                            journal_path);
  else if (r == -EADDRNOTAVAIL)
    reply_with_error_errno (EINVAL, "%s: there is no current entry: call "
                            "journal_next first", journal_path);
  else
    reply_with_perror_errno (-r, "%s", journal_path);
  return -1;
}

/* ---- Using it: journal_begin, calls of libsystemd, journal_end ---- */

static bool
need_journal (void)
{
  if (journal == NULL)
    reply_with_error_errno (EINVAL, "no journal is open: call journal_open "
                            "first");
  return journal != NULL;
}

static bool
journal_begin (void)
{
  if (!need_journal ())
    return false;
  catch_bus_errors ();
  return true;
}

/* r: what the last call returned. */
static int
journal_end (int r)
{
  leave_bus_errors ();
  return check_result (r);
}

/* ---- Open and close ---- */

static void
close_journal (void)
{
  if (journal == NULL)
    return;
  catch_bus_errors ();
  sd_journal_close (journal);
  leave_bus_errors ();
  journal = NULL;
  free (steal (&journal_path));
}

struct opening {
  sd_journal *journal;
  int r;
};

static void
open_inside (void *opaque)
{
  struct opening *o = opaque;

  o->r = sd_journal_open_directory (&o->journal, journal_path, 0);
}

int
do_journal_open (const char *directory)
{
  struct opening o = { NULL, 0 };
  int r;

  close_journal ();
  journal_path = strdup (directory);
  if (journal_path == NULL) {
    reply_with_perror ("strdup");
    return -1;
  }
  has_zeroed_pages = 0;
  catch_bus_errors ();
  r = guest_call (open_inside, &o);
  journal = o.r >= 0 ? o.journal : NULL;
  leave_bus_errors ();
  if (r == 0 && check_result (o.r) != -1)
    return 0;
  close_journal ();
  free (steal (&journal_path));
  return -1;
}

int
do_journal_close (void)
{
  if (!need_journal ())
    return -1;
  close_journal ();
  return 0;
}

/* ---- Where it stands ---- */

int
do_journal_next (void)
{
  if (!journal_begin ())
    return -1;
  return journal_end (sd_journal_next (journal));
}

int64_t
do_journal_skip (int64_t skip)
{
  const uint64_t n = skip < 0 ? -(uint64_t) skip : (uint64_t) skip;

  if (!need_journal ())
    return -1;
  if (n > INT_MAX) {
    reply_with_error_errno (EINVAL, "%s: %" PRIi64 " entries are too many to "
                            "skip: the most is %d", journal_path, skip,
                            INT_MAX);
    return -1;
  }
  if (n == 0)
    return 0;
  if (!journal_begin ())
    return -1;
  return journal_end (skip < 0 ? sd_journal_previous_skip (journal, n)
                      : sd_journal_next_skip (journal, n));
}

int64_t
do_journal_get_realtime_usec (void)
{
  uint64_t usec;

  if (!journal_begin () ||
      journal_end (sd_journal_get_realtime_usec (journal, &usec)) == -1)
    return -1;
  return usec;
}

/* ---- The fields of an entry ---- */

int64_t
do_journal_get_data_threshold (void)
{
  size_t threshold;

  if (!journal_begin () ||
      journal_end (sd_journal_get_data_threshold (journal, &threshold)) == -1)
    return -1;
  return threshold;
}

int
do_journal_set_data_threshold (int64_t threshold)
{
  if (!need_journal ())
    return -1;
  if (threshold < 0) {
    reply_with_error_errno (EINVAL, "threshold: %" PRIi64 " is negative: give "
                            "0 for no limit", threshold);
    return -1;
  }
  return journal_begin ()
    ? journal_end (sd_journal_set_data_threshold (journal, threshold)) : -1;
}

/* "NAME=value", where the value is any bytes. */
static int
put_field (struct wire_writer *w, const char *data, size_t n)
{
  const char *equals = memchr (data, '=', n);
  CLEANUP_FREE char *name = NULL;
  struct guestfs_xattr v;

  if (equals == NULL) {
    reply_with_error_errno (EBADMSG, "%s: a field without a name",
                            journal_path);
    return -1;
  }
  name = strndup (data, equals - data);
  if (name == NULL) {
    reply_with_perror ("strndup");
    return -1;
  }
  v.attrname = name;
  v.attrval = (char *) equals + 1;
  v.attrval_len = data + n - v.attrval;
  wire_put_xattr (w, &v);
  return 0;
}

static int
send_and_empty (struct wire_writer *w)
{
  int r = 0;

  if (w->failed) {
    reply_with_perror_errno (ENOMEM, "%s", journal_path);
    return -1;
  }
  if (w->len > 0)
    r = stream_send (w->data, w->len);
  w->len = 0;
  return r;
}

static int
send_fields (struct wire_writer *w)
{
  const void *data;
  size_t n;
  int r;

  sd_journal_restart_data (journal);
  while ((r = sd_journal_enumerate_available_data (journal, &data, &n)) > 0)
    if (check_result (r) == -1 || put_field (w, data, n) == -1 ||
        (w->len >= CONTENT_BUFFER_SIZE && send_and_empty (w) == -1))
      return -1;
  return check_result (r) == -1 ? -1 : send_and_empty (w);
}

int
do_internal_journal_get (void)
{
  struct wire_writer w;
  int r;

  if (!journal_begin ())
    return -1;
  wire_writer_init (&w);
  r = send_fields (&w);
  wire_writer_done (&w);
  leave_bus_errors ();
  return r;
}
