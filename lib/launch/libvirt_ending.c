/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a domain has ended: what libvirt and its log say. */

#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "deadline.h"
#include "libvirt_launch.h"
#include "printable.h"

/* The end of the log is looked at. */
#define LOG_TAIL 8192
/* QEMU is gone a moment after its sockets, and libvirt notices after that. */
#define END_MS 1000
#define NOTICE_MS 5000
#define ASK_AGAIN_MS 50

/* Of a privileged server, or of the user's own. */
static char *
log_path (guestfs_h *g, const struct vm *d)
{
  const char *cache = getenv ("XDG_CACHE_HOME"), *home = getenv ("HOME");

  if (!strstr (d->lv->uri (d->conn), "/session"))
    return safe_asprintf (g, "/var/log/libvirt/qemu/%s.log", d->name);
  if (cache && cache[0] == '/')
    return safe_asprintf (g, "%s/libvirt/qemu/log/%s.log", cache, d->name);
  return safe_asprintf (g, "%s/.cache/libvirt/qemu/log/%s.log",
                        home ? home : "", d->name);
}

void
guestfs_int_libvirt_remove_log (guestfs_h *g, const struct vm *d)
{
  CLEANUP_FREE char *path = d->conn && d->name ? log_path (g, d) : NULL;

  if (path)
    unlink (path);
}

/* Malloc'd; NULL when there is none that we may read. */
static char *
read_log_tail (guestfs_h *g, const struct vm *d)
{
  CLEANUP_FREE char *path = log_path (g, d);
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);
  CLEANUP_FREE char *buf = NULL;
  ptrdiff_t n;

  if (fd == -1)
    return NULL;
  if (lseek (fd, -LOG_TAIL, SEEK_END) == -1)
    lseek (fd, 0, SEEK_SET);
  buf = safe_calloc (g, 1, LOG_TAIL + 1);
  n = full_read (fd, buf, LOG_TAIL);
  return n > 0 ? steal (&buf) : NULL;
}

/* "2026-11-27T18:10:37.349090Z qemu-system-x86_64: text" -> "text" */
static const char *
skip_prefix (const char *line)
{
  const char *p = strstr (line, "qemu");

  p = p ? strstr (p, ": ") : NULL;
  return p ? p + 2 : line;
}

/* QEMU's last words; that it was told to end are none. */
static char *
last_words (guestfs_h *g, char *log)
{
  const char *words = NULL;
  char *save, *line;

  for (line = strtok_r (log, "\n", &save); line;
       line = strtok_r (NULL, "\n", &save))
    if (strstr (line, "Z qemu") && !strstr (line, "terminating on signal") &&
        !strstr (line, "warning:"))
      words = line;
    else if (strstr (line, "reason=crashed") && !words)
      words = "QEMU has crashed or was killed";
  if (!words)
    return NULL;
  char *ret = safe_strdup (g, skip_prefix (words));
  make_printable (ret);
  return ret;
}

bool
guestfs_int_libvirt_has_ended (const struct vm *d, int timeout_ms)
{
  const struct timespec deadline = guestfs_int_deadline_in (timeout_ms);
  struct pollfd pfd = { .fd = d->qemu, .events = POLLIN };

  return d->qemu >= 0 && guestfs_int_wait_until (&pfd, 1, &deadline) > 0;
}

/* libvirt needs a moment to find out that QEMU has ended. */
static int
final_state (struct vm *d, enum libvirt_state *ret,
             struct libvirt_error *err)
{
  const struct timespec deadline = guestfs_int_deadline_in (NOTICE_MS);
  const bool ended = guestfs_int_libvirt_has_ended (d, END_MS);

  for (;;) {
    const struct timespec next = guestfs_int_deadline_in (ASK_AGAIN_MS);

    if (d->lv->state (d->running, ret, err) == -1)
      return -1;
    if (!ended || *ret == LIBVIRT_GONE ||
        guestfs_int_deadline_passed (&deadline))
      return 0;
    guestfs_int_wait_until (NULL, 0, &next);
  }
}

char *
guestfs_int_libvirt_ending (guestfs_h *g, struct vm *d)
{
  struct libvirt_error err = { .errnum = 0 };
  CLEANUP_FREE char *log = NULL, *words = NULL;
  enum libvirt_state state;

  if (!d->running)
    return NULL;
  if (final_state (d, &state, &err) == -1) {
    CLEANUP_FREE char *why = err.text;
    return safe_asprintf (g, "libvirt does not say what became of QEMU: %s",
                          why ? why : strerror (err.errnum));
  }
  if (state != LIBVIRT_GONE)
    return NULL;
  log = read_log_tail (g, d);
  words = log ? last_words (g, log) : NULL;
  return safe_asprintf (g, "libvirt has ended the domain%s%s",
                        words ? ": " : "", words ? words : "");
}
