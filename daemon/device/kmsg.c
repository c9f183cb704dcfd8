/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel had to say of a device while something was tried with it:
 * an errno of mount is one of four, the reason is in the kernel's log. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "call.h"
#include "device.h"

/* The most that the kernel puts into one record. */
#define RECORD_MAX 8192
/* Records of this level and above are news, not complaints. */
#define LEVEL_NOTICE 5

int
kmsg_begin (void)
{
  CLEANUP_CLOSE int fd = open ("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

  if (fd == -1 || lseek (fd, 0, SEEK_END) == -1)
    return -1;
  return steal_fd (&fd);
}

/* "/dev/VG/LV" -> "dm-0)": how the messages of file systems end what they
 * are about.  Malloc'd, NULL for what is not a device. */
static char *
mark_of_device (const char *device)
{
  CLEANUP_FREE char *link = NULL, *real = NULL;
  struct stat st;
  char *mark;

  if (stat (device, &st) == -1 || !S_ISBLK (st.st_mode)
      || asprintf (&link, "/sys/dev/block/%u:%u", major (st.st_rdev),
                   minor (st.st_rdev)) == -1
      || (real = realpath (link, NULL)) == NULL
      || asprintf (&mark, "%s)", strrchr (real, '/') + 1) == -1)
    return NULL;
  return mark;
}

/* A record is "level,sequence,time,flags;text", then a line for each of its
 * properties. */
static char *
complaint (char *record, const char *mark)
{
  char *text = strchr (record, ';');

  if (text == NULL || (atoi (record) & 7) >= LEVEL_NOTICE)
    return NULL;
  text++;
  text[strcspn (text, "\n")] = '\0';
  return strstr (text, mark) ? strdup (text) : NULL;
}

char *
kmsg_complaint (int fd, const char *device)
{
  CLEANUP_FREE char *mark = mark_of_device (device);
  CLEANUP_FREE char *record = malloc (RECORD_MAX + 1);
  char *found = NULL;
  ssize_t n;

  if (fd == -1 || mark == NULL || record == NULL)
    return NULL;
  while (found == NULL
         && ((n = read (fd, record, RECORD_MAX)) >= 0 || errno == EPIPE)) {
    if (n == -1)
      continue;                 /* some records were lost */
    record[n] = '\0';
    found = complaint (record, mark);
  }
  return found;
}
