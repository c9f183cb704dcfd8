/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel had to say of a device while something was tried with it:
 * an errno of mount is one of four, the reason is in the kernel's log. */

#include "config.h"

#include <ctype.h>
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

/* "/dev/VG/LV" -> "dm-0", as the kernel calls it.  Malloc'd, NULL for what is
 * not a device. */
static char *
kernel_name (const char *device)
{
  CLEANUP_FREE char *link = NULL, *real = NULL;
  struct stat st;

  if (stat (device, &st) == -1 || !S_ISBLK (st.st_mode)
      || asprintf (&link, "/sys/dev/block/%u:%u", major (st.st_rdev),
                   minor (st.st_rdev)) == -1
      || (real = realpath (link, NULL)) == NULL)
    return NULL;
  return strdup (strrchr (real, '/') + 1);
}

/* A record is "level,sequence,time,flags;text", then a line for each of its
 * properties; a line break in the text is "\x0a".  The first line of a
 * complaint, NULL when it is none. */
static char *
complaint_text (char *record)
{
  char *text = strchr (record, ';'), *end;

  if (text == NULL || (atoi (record) & 7) >= LEVEL_NOTICE)
    return NULL;
  text++;
  text[strcspn (text, "\n")] = '\0';
  end = strstr (text, "\\x0a");
  if (end)
    *end = '\0';
  return text;
}

/* "sda" in "EXT4-fs (sda): …" and "… on device sda.", not in "sda1". */
static bool
has_word (const char *text, const char *word)
{
  const size_t n = strlen (word);
  const char *p = text;

  for (; (p = strcasestr (p, word)) != NULL; p += n)
    if ((p == text || !isalnum ((unsigned char) p[-1]))
        && !isalnum ((unsigned char) p[n]))
      return true;
  return false;
}

/* Many drivers do not say which device they mean, but all their own name:
 * "ufs: …", "BFS-fs: …", "(guestfsd,88,0):ocfs2_fill_super:1176 …". */
static bool
is_of_driver (const char *text, const char *fstype)
{
  const char *p = fstype ? strcasestr (text, fstype) : NULL;

  return p && (p == text || !isalnum ((unsigned char) p[-1]));
}

char *
kmsg_complaint (int fd, const char *device, const char *fstype)
{
  CLEANUP_FREE char *name = kernel_name (device);
  CLEANUP_FREE char *record = malloc (RECORD_MAX + 1);
  CLEANUP_FREE char *of_driver = NULL;
  ssize_t n;

  if (fd == -1 || name == NULL || record == NULL)
    return NULL;
  while ((n = read (fd, record, RECORD_MAX)) >= 0 || errno == EPIPE) {
    const char *text;

    if (n == -1)
      continue;                 /* some records were lost */
    record[n] = '\0';
    text = complaint_text (record);
    if (text && has_word (text, name))
      return strdup (text);
    if (text && of_driver == NULL && is_of_driver (text, fstype))
      of_driver = strdup (text);
  }
  return steal (&of_driver);
}
