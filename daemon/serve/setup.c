/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HELLO, and what SETUP asks for: clock, entropy, settings, drives. */

#include "config.h"

#include <fcntl.h>
#include <linux/random.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "inspect.h"
#include "rescue.h"
#include "serve.h"

void
send_hello (void)
{
  struct utsname u;
  struct wire_writer w;
  struct hello h = {
    .protocol = GUESTFS_PROTOCOL_VERSION,
    .build = (char *) GUESTFS_BUILD_ID,
    .kernel = (char *) "",
  };

  if (uname (&u) == 0)
    h.kernel = u.release;
  wire_writer_init (&w);
  wire_put_hello (&w, &h);
  if (w.failed)
    protocol_error ("out of memory");
  channel_send (FRAME_HELLO, w.data, w.len);
  wire_writer_done (&w);
}

/* The machine may be a copy of a saved one: nothing that it knew when it was
 * saved may be left in its random numbers. */
static int
add_entropy (const char *bytes, uint32_t n)
{
  CLEANUP_CLOSE int fd = open ("/dev/random", O_RDWR | O_CLOEXEC);
  CLEANUP_FREE struct rand_pool_info *pool = calloc (1, sizeof *pool + n);

  if (fd == -1 || !pool) {
    reply_with_perror ("/dev/random");
    return -1;
  }
  pool->entropy_count = n < 4096 ? n * 8 : 4096 * 8;
  pool->buf_size = n;
  memcpy (pool->buf, bytes, n);
  if (ioctl (fd, RNDADDENTROPY, pool) == -1
      || ioctl (fd, RNDRESEEDCRNG) == -1) {
    reply_with_perror ("seeding /dev/random");
    return -1;
  }
  return 0;
}

static int
set_clock (const struct setup *s)
{
  struct timespec ts = { .tv_sec = s->clock_sec, .tv_nsec = s->clock_nsec };

  if (clock_settime (CLOCK_REALTIME, &ts) == 0)
    return 0;
  reply_with_perror ("setting the clock");
  return -1;
}

/* Labels become links, as udev would make them. */
static int
link_label (const char *label, uint32_t target)
{
  CLEANUP_FREE char *disk = scsi_disk_of_target (target);
  CLEANUP_FREE char *link = NULL;

  if (!disk || asprintf (&link, LABELS_DIR "/%s", label) == -1) {
    reply_with_error ("drive %u: no disk for label %s", target, label);
    return -1;
  }
  if (strchr (label, '/') || symlink (disk, link) == -1) {
    reply_with_perror ("label \"%s\" of %s", label, disk);
    return -1;
  }
  return 0;
}

static int
link_labels (const struct setup *s)
{
  bool any = false;

  for (uint32_t i = 0; i < s->nr_labels; ++i)
    any = any || s->labels[i][0];
  if (!any && access (LABELS_DIR, F_OK) == -1)
    return 0;
  device_remove_labels ();
  mkdir ("/dev/disk", 0755);
  mkdir (LABELS_DIR, 0755);
  for (uint32_t i = 0; i < s->nr_labels && i < s->nr_drives; ++i)
    if (s->labels[i][0] && link_label (s->labels[i], s->drives[i]) == -1)
      return -1;
  return 0;
}

static int
limit_requests (const struct setup *s)
{
  for (uint32_t i = 0; i < s->nr_request_kib; ++i)
    if (s->request_kib[i] > 0
        && scsi_take_one_request (s->drives[i], s->request_kib[i]) == -1)
      return -1;
  return 0;
}

/* The kernel of a template was started quiet, whatever this handle wants. */
static void
set_kernel_log_level (bool loud)
{
  const int console_level = 8;  /* SYSLOG_ACTION_CONSOLE_LEVEL */

  klogctl (console_level, NULL, loud ? 7 : 4);
}

/* The drives may take long, or the kernel may panic on what they hold: before
 * that the library hears that this machine works. */
static void
say_begun (void)
{
  const struct progress p = { .proc = 0 };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_progress (&w, &p);
  if (!w.failed)
    channel_send (FRAME_PROGRESS, w.data, w.len);
  wire_writer_done (&w);
}

/* Whoever leaves the shell ends the machine. */
static void
shell_ended (void)
{
  CLEANUP_STRVEC struct strvec problems = STRVEC_INIT;

  call_begin (&(struct call) { .name = "rescue" });
  if (do_internal_autosync () == -1)
    reply_take_error (&problems, NULL);
  for (size_t i = 0; i < problems.len; ++i)
    fprintf (stderr, "guestfsd: %s\n", problems.ptr[i]);
  exit (0);
}

static int
start_shell (const char *term)
{
  const int fd = rescue_begin (term);

  channel_also_watch (fd, shell_ended);
  return fd == -1 ? -1 : 0;
}

static int
apply_setup (struct setup *s)
{
  verbose = s->verbose;
  set_kernel_log_level (s->verbose);
  trace_commands = s->trace_commands;
  old_distros = s->old_distros;
  filesystem_leave_out (steal (&s->left_out));
  if (set_clock (s) == -1 || add_entropy (s->entropy, s->entropy_len) == -1)
    return -1;
  say_begun ();
  inspection_forget ();
  if (scsi_set_targets (s->drives, s->nr_drives) == -1
      || limit_requests (s) == -1 || link_labels (s) == -1
      || activate_devices () == -1)
    return -1;
  if (s->network && network_start () == -1)
    return -1;
  return s->rescue_term[0] ? start_shell (s->rescue_term) : 0;
}

void
handle_setup (const struct frame *f)
{
  struct wire_reader r;
  struct setup s = { 0 };

  call_begin (&(struct call) { .name = "SETUP" });
  wire_reader_init (&r, f->payload, f->length);
  wire_get_setup (&r, &s);
  if (!wire_reader_finished (&r))
    protocol_error ("SETUP makes no sense");
  if (apply_setup (&s) == 0)
    channel_send (FRAME_READY, NULL, 0);
  else
    reply_send_abort ();
  setup_done (&s);
}
