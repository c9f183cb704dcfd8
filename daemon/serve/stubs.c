/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the generated stubs ask: is this argument what it should be? */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core.h"

int
stub_check_call (const struct wire_reader *args, uint64_t optargs,
                 uint64_t known)
{
  if (!wire_reader_finished (args)) {
    reply_with_error_errno (EINVAL, "the arguments could not be decoded: are "
                            "library and appliance of the same version?");
    return -1;
  }
  if (optargs & ~known) {
    reply_with_error_errno (EINVAL, "optional arguments 0x%llx are not known",
                            (unsigned long long) (optargs & ~known));
    return -1;
  }
  return 0;
}

int
stub_check_group (int available, const char *group)
{
  if (available)
    return 0;
  reply_with_error_errno (ENOTSUP, "this appliance has no support for %s",
                          group);
  return -1;
}

static int
replace (char **arg, char *by)
{
  if (!by) {
    reply_with_perror_errno (ENOMEM, "%s", *arg);
    return -1;
  }
  free (*arg);
  *arg = by;
  return 0;
}

int
stub_device (char **arg)
{
  struct stat st;

  if (!is_device_name (*arg)) {
    reply_with_error_errno (EINVAL, "%s: a device name starts with /dev/",
                            *arg);
    return -1;
  }
  if (replace (arg, device_name_translate (*arg)) == -1)
    return -1;
  if (stat (*arg, &st) == -1) {
    const int err = errno;

    if (err != ENOENT || !lvm_reply_why_missing (*arg))
      reply_with_perror_errno (err, "%s", *arg);
    return -1;
  }
  if (!S_ISBLK (st.st_mode)) {
    reply_with_error_errno (ENOTBLK, "%s: not a block device", *arg);
    return -1;
  }
  if (is_appliance_disk (*arg)) {
    reply_with_error_errno (ENOENT, "%s: %s", *arg, strerror (ENOENT));
    return -1;
  }
  return 0;
}

int
stub_pathname (char **arg)
{
  if ((*arg)[0] != '/') {
    reply_with_error_errno (EINVAL, "%s: a path inside the guest starts with "
                            "/", *arg);
    return -1;
  }
  return need_root () ? 0 : -1;
}

int
stub_filename (char **arg)
{
  const char *s = *arg;

  if (*s && !strchr (s, '/') && strcmp (s, ".") != 0 && strcmp (s, "..") != 0)
    return 0;
  reply_with_error_errno (EINVAL, "\"%s\": not the name of a file", s);
  return -1;
}

int
stub_dev_or_path (char **arg)
{
  return is_device_name (*arg) ? stub_device (arg) : stub_pathname (arg);
}

/* Takes the digits out of s; false unless there are 32 of them, grouped. */
static bool
guid_digits (const char *s, char digits[32])
{
  size_t n = 0;
  bool brace = *s == '{';

  for (s += brace; isxdigit ((unsigned char) *s) || *s == '-'; ++s) {
    bool dash_here = n == 8 || n == 12 || n == 16 || n == 20;
    if (*s == '-' && (!dash_here || s[-1] == '-'))
      return false;
    if (*s == '-')
      continue;
    if (n == 32 || (dash_here && s[-1] != '-'))
      return false;
    digits[n++] = tolower ((unsigned char) *s);
  }
  return n == 32 && s[-1] != '-' && strcmp (s, brace ? "}" : "") == 0;
}

int
stub_guid (char **arg)
{
  char d[32], *s;

  if (!guid_digits (*arg, d)) {
    reply_with_error_errno (EINVAL, "%s: not a GUID (8-4-4-4-12 hexadecimal "
                            "digits)", *arg);
    return -1;
  }
  if (asprintf (&s, "%.8s-%.4s-%.4s-%.4s-%.12s", d, d + 8, d + 12, d + 16,
                d + 20) == -1)
    s = NULL;
  return replace (arg, s);
}

int
stub_each (char **list, int (*check) (char **arg))
{
  for (size_t i = 0; list[i]; ++i)
    if (check (&list[i]) == -1)
      return -1;
  return 0;
}
