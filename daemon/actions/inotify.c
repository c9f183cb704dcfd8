/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watching files of the guest while they change. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

#define QUEUE_SETTING "/proc/sys/fs/inotify/max_queued_events"

/* As much as one reply gives: the rest waits in the kernel for the next. */
#define READ_SIZE (1024 * 1024)

static int queue = -1;

int
optgroup_inotify_available (void)
{
  return access ("/proc/sys/fs/inotify", F_OK) == 0;
}

static bool
need_queue (void)
{
  if (queue == -1)
    reply_with_error_errno (EINVAL, "nothing is watched: call inotify_init "
                            "first");
  return queue != -1;
}

/* The kernel takes the length of a queue when the queue is made.  The setting
 * is put back then: it counts for the programs of the guest, too. */
static int
read_setting (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen (QUEUE_SETTING, "re");
  int length;

  if (fp && fscanf (fp, "%d", &length) == 1)
    return length;
  reply_with_perror (QUEUE_SETTING);
  return -1;
}

static int
write_setting (int length)
{
  CLEANUP_FCLOSE FILE *fp = fopen (QUEUE_SETTING, "we");

  if (fp && fprintf (fp, "%d\n", length) > 0 && fflush (fp) == 0)
    return 0;
  reply_with_perror (QUEUE_SETTING ": %d", length);
  return -1;
}

/* -1 with the error set.  maxevents 0: the usual length. */
static int
new_queue (int maxevents)
{
  const int usual = maxevents > 0 ? read_setting () : 0;
  CLEANUP_CLOSE int fd = -1;

  if (usual == -1 || (maxevents > 0 && write_setting (maxevents) == -1))
    return -1;
  fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (fd == -1)
    reply_with_perror ("inotify_init1");
  if (maxevents > 0 && write_setting (usual) == -1)
    return -1;
  return steal_fd (&fd);
}

int
do_inotify_init (int maxevents)
{
  int fd;

  if (maxevents < 0) {
    reply_with_error_errno (EINVAL, "maxevents: %d is negative: give 0 for "
                            "the usual length of the queue", maxevents);
    return -1;
  }
  fd = new_queue (maxevents);
  if (fd == -1)                 /* the old one stays */
    return -1;
  if (queue != -1)
    close (queue);
  queue = fd;
  return 0;
}

int
do_inotify_close (void)
{
  if (!need_queue ())
    return -1;
  close (steal_fd (&queue));
  return 0;
}

/* The file is watched through a descriptor, so that no link leads outside. */
int64_t
do_inotify_add_watch (const char *path, int mask)
{
  const int nofollow = mask & IN_DONT_FOLLOW ? O_NOFOLLOW : 0;
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;
  int wd;

  if (!need_queue ())
    return -1;
  name = content_open_fd_path (path, nofollow, &fd);
  if (name == NULL)
    return -1;
  wd = inotify_add_watch (queue, name, (uint32_t) mask & ~IN_DONT_FOLLOW);
  if (wd == -1)
    reply_with_perror ("%s", path);
  return wd;
}

int
do_inotify_rm_watch (int wd)
{
  if (!need_queue ())
    return -1;
  if (inotify_rm_watch (queue, wd) == 0)
    return 0;
  reply_with_perror ("watch %d", wd);
  return -1;
}

/* ---- Events ---- */

typedef int (*event_cb) (void *opaque, const struct inotify_event *event);

/* Calls cb for what waits now; -1 with the error set. */
static int
read_events (event_cb cb, void *opaque)
{
  CLEANUP_FREE char *buf = malloc (READ_SIZE);
  ssize_t n = buf == NULL ? -1 : read (queue, buf, READ_SIZE);
  const struct inotify_event *event;

  if (n == -1 && errno == EAGAIN)
    return 0;
  if (n == -1) {
    reply_with_perror ("reading events");
    return -1;
  }
  for (ssize_t i = 0; i < n; i += sizeof *event + event->len) {
    event = (const void *) (buf + i);
    if (cb (opaque, event) == -1) {
      reply_with_perror ("malloc");
      return -1;
    }
  }
  return 0;
}

static int
add_event (void *opaque, const struct inotify_event *event)
{
  struct guestfs_inotify_event_list *list = opaque;
  struct guestfs_inotify_event *val =
    realloc (list->val, (list->len + 1) * sizeof *val);

  if (val == NULL)
    return -1;
  list->val = val;
  val += list->len;
  val->in_wd = event->wd;
  val->in_mask = event->mask;
  val->in_cookie = event->cookie;
  val->in_name = strdup (event->len > 0 ? event->name : "");
  if (val->in_name == NULL)
    return -1;
  list->len++;
  return 0;
}

struct guestfs_inotify_event_list *
do_inotify_read (void)
{
  struct guestfs_inotify_event_list *list;

  if (!need_queue ())
    return NULL;
  list = calloc (1, sizeof *list);
  if (list == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  if (read_events (add_event, list) == 0)
    return list;
  for (uint32_t i = 0; i < list->len; ++i)
    free (list->val[i].in_name);
  free (list->val);
  free (list);
  return NULL;
}

static int
add_name (void *opaque, const struct inotify_event *event)
{
  return event->len > 0 ? strvec_add (opaque, event->name) : 0;
}

/* Takes the neighbours that are equal away from a sorted list. */
static void
drop_repeated (char **names)
{
  char **last = names;

  if (*names == NULL)
    return;
  for (char **p = names + 1; *p; ++p)
    if (strcmp (*last, *p) == 0)
      free (*p);
    else
      *++last = *p;
  last[1] = NULL;
}

char **
do_inotify_files (void)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **ret;

  if (!need_queue () || read_events (add_name, &v) == -1)
    return NULL;
  strvec_sort (&v);
  ret = strvec_steal (&v);
  if (ret == NULL)
    reply_with_perror ("malloc");
  else
    drop_repeated (ret);
  return ret;
}
