/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warnings of the fake daemon: they are events before the call returns, of one
 * line that does nothing to a terminal, and nothing is kept of them. */

#include <config.h>

#include <errno.h>
#include <unistd.h>

#include "calls.h"

/* What the library's side has seen. */
struct seen {
  unsigned long n;
  char last[256];
  size_t len;
  bool returned;                /* the call */
};

static void
on_warning (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
            int flags, const char *buf, size_t buf_len, const uint64_t *array,
            size_t array_len)
{
  struct seen *s = opaque;

  (void) g, (void) event_handle, (void) flags, (void) array;
  CHECK (event == GUESTFS_EVENT_WARNING && array_len == 0 && !s->returned);
  s->n++;
  s->len = buf_len;
  snprintf (s->last, sizeof s->last, "%.*s", (int) buf_len, buf);
}

static void
put_warning (struct wire_writer *w, const char *text)
{
  char prefix[FRAME_HEADER_SIZE];

  frame_put_prefix (prefix, FRAME_WARNING, 4 + (strlen (text) + 3) / 4 * 4);
  wire_put_fixed (w, prefix, sizeof prefix);
  wire_put_string (w, text);
}

static void
send_warning (struct fake *f, const char *text)
{
  struct wire_writer w;

  wire_writer_init (&w);
  put_warning (&w, text);
  fake_send_raw (f, w.data, w.len);
  wire_writer_done (&w);
}

/* One call, during which script runs. */
static int
call_warned (struct fake *f, struct seen *s, void (*script) (struct fake *),
             const char *text)
{
  int r;

  *s = (struct seen) { .n = 0 };
  fake_start (f, script, (void *) text);
  guestfs_set_event_callback (f->g, on_warning, GUESTFS_EVENT_WARNING, 0, s);
  r = fake_call_plain (f);
  s->returned = true;
  return r;
}

/* ---- One ---- */

static void
warn_script (struct fake *f)
{
  struct got call = take_call (f);

  send_warning (f, f->data);
  fake_reply (f, &call, NULL);
  free (call.payload);
}

static void
check_warning (const char *sent, const char *expect)
{
  struct fake f;
  struct seen s;

  fake_test = expect;
  CHECK (call_warned (&f, &s, warn_script, sent) == 0);
  CHECK (s.n == 1 && s.len == strlen (expect));
  CHECK (strcmp (s.last, expect) == 0);
  CHECK (f.nr_errors == 0);
  fake_finish (&f);
}

static void
test_warning (void)
{
  check_warning ("/etc/fstab: line 3: damaged", "/etc/fstab: line 3: damaged");
  check_warning ("", "");
}

static void
test_warning_escapes (void)
{
  check_warning ("\033[2Jred\r\nnext\t\a\177.", " [2Jred  next   .");
  check_warning ("\302\23331mred\302\205.", "  31mred  .");
  check_warning ("Gr\303\274\303\237e \304\233\302", "Gr\303\274\303\237e "
                 "\304\233\302");
}

static void
warn_and_fail_script (struct fake *f)
{
  struct got call = take_call (f);

  send_warning (f, f->data);
  fake_reply_error (f, &call, "EIO", "bad\033[31m\nblock");
  free (call.payload);
}

static void
test_warning_and_error (void)
{
  struct fake f;
  struct seen s;

  CHECK (call_warned (&f, &s, warn_and_fail_script, "first") == -1);
  CHECK (s.n == 1 && strcmp (s.last, "first") == 0);
  CHECK (guestfs_last_errno (f.g) == EIO && f.nr_errors == 1);
  CHECK (strstr (f.error, "bad [31m block"));
  fake_finish (&f);
}

/* ---- Many ---- */

#define MANY 1000000

static void
many_script (struct fake *f)
{
  struct got call = take_call (f);
  struct wire_writer w;

  wire_writer_init (&w);
  for (int i = 0; i < 1000; ++i)
    put_warning (&w, f->data);
  for (int i = 0; i < MANY / 1000; ++i)
    fake_send_raw (f, w.data, w.len);
  wire_writer_done (&w);
  fake_reply (f, &call, NULL);
  free (call.payload);
}

/* In KiB. */
static long
resident (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/self/statm", "re");
  long pages = -1;

  CHECK (fp && fscanf (fp, "%*d %ld", &pages) == 1);
  return pages * (sysconf (_SC_PAGESIZE) / 1024);
}

/* Freed memory stays resident under ASan, for a while. */
#if defined __SANITIZE_ADDRESS__
#define GROWTH_MAX (512 * 1024)
#else
#define GROWTH_MAX (8 * 1024)
#endif

static void
test_warning_million (void)
{
  const long before = resident ();
  struct fake f;
  struct seen s;

  CHECK (call_warned (&f, &s, many_script, "sixty-four bytes of a warning, "
                      "which would be 64 MB if it were kept") == 0);
  CHECK (s.n == MANY);
  CHECK (resident () - before < GROWTH_MAX);
  fake_finish (&f);
}

const struct calls_test warnings_tests[] = {
#define T(name) { #name, test_##name }
  T (warning), T (warning_escapes), T (warning_and_error), T (warning_million),
  { NULL, NULL },
};
