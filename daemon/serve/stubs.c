/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the generated stubs ask: is this argument what it should be? */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lvm.h"
#include "stubs.h"

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

/* ---- Devices ---- */

/* So many names fit into an error that somebody reads. */
#define NAMES_IN_ERROR 12

/* Takes the list, which may be NULL. */
static int
add_device_names (struct strvec *v, char **list)
{
  CLEANUP_FREE_STRING_LIST char **names = list;

  for (size_t i = 0; names && names[i]; ++i)
    if (strvec_add (v, names[i]) == -1)
      return -1;
  return names ? 0 : -1;
}

static int
add_all_devices (struct strvec *v)
{
  if (add_device_names (v, device_list_disks ()) == -1
      || add_device_names (v, device_list_partitions ()) == -1
      || add_device_names (v, do_list_md_devices ()) == -1
      || add_device_names (v, list_logical_volumes ()) == -1)
    return -1;
  return add_device_names (v, do_list_dm_devices ());
}

static int
reply_no_such_device (const char *device)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t i;

  if (add_all_devices (&v) == -1)
    return -1;
  strvec_sort (&v);
  for (i = 0; i < v.len && i < NAMES_IN_ERROR; ++i)
    strbuf_addf (&b, "%s%s", i > 0 ? ", " : "", v.ptr[i]);
  if (v.len == 0)
    reply_with_error_errno (ENOENT, "%s: there is no such device: there are "
                            "none: add drives before launch", device);
  else if (i < v.len)
    reply_with_error_errno (ENOENT, "%s: there is no such device: there are "
                            "%s and %zu others", device, b.ptr, v.len - i);
  else
    reply_with_error_errno (ENOENT, "%s: there is no such device: the devices "
                            "are %s", device, b.ptr);
  return -1;
}

static int
reply_missing_device (const char *device)
{
  return lvm_reply_why_missing (device) ? -1 : reply_no_such_device (device);
}

/* Starts with /dev/, translated, is a block device, is not the appliance's
 * disk (ENOENT, ENOTBLK, …). */
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
    if (errno == ENOENT)
      return reply_missing_device (*arg);
    reply_with_perror ("%s", *arg);
    return -1;
  }
  if (!S_ISBLK (st.st_mode)) {
    reply_with_error_errno (ENOTBLK, "%s: not a block device", *arg);
    return -1;
  }
  return is_appliance_disk (*arg) ? reply_no_such_device (*arg) : 0;
}

/* The same, or the directory of a volume group, "/dev/VG". */
int
stub_device_or_group (char **arg)
{
  struct stat st;

  if (is_device_name (*arg) && stat (*arg, &st) == 0 && S_ISDIR (st.st_mode))
    return 0;
  return stub_device (arg);
}

/* Starts with /, and something is mounted on the guest's root. */
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

/* Not empty, no slash, not "." or "..". */
int
stub_filename (char **arg)
{
  const char *s = *arg;

  if (*s && !strchr (s, '/') && strcmp (s, ".") != 0 && strcmp (s, "..") != 0)
    return 0;
  reply_with_error_errno (EINVAL, "\"%s\": not the name of a file", s);
  return -1;
}

/* As one or the other, by whether it starts with /dev/. */
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

/* 32 hexadecimal digits in groups of 8-4-4-4-12, braces dropped, lower
 * case. */
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

/* ---- Mountables ---- */

static int
out_of_memory (const char *arg)
{
  reply_with_perror_errno (ENOMEM, "%s", arg);
  return -1;
}

static int
set_device (const char *device, mountable_t *ret)
{
  ret->type = MOUNTABLE_DEVICE;
  ret->device = strdup (device);
  return ret->device ? stub_device (&ret->device) : out_of_memory (device);
}

/* The device's own name may have slashes (/dev/VG/LV/sub): it is the longest
 * start that names a block device. */
static int
set_btrfsvol (const char *arg, mountable_t *ret)
{
  CLEANUP_FREE char *s = strdup (arg + strlen (BTRFSVOL));
  char *slash;

  if (!s)
    return out_of_memory (arg);
  for (slash = strrchr (s, '/'); slash && slash > s;
       slash = memrchr (s, '/', slash - s)) {
    CLEANUP_FREE char *dev = strndup (s, slash - s);
    CLEANUP_FREE char *name = dev ? device_name_translate (dev) : NULL;
    struct stat st;

    if (name && stat (name, &st) == 0 && S_ISBLK (st.st_mode))
      break;
  }
  if (!slash || slash == s || !slash[1]) {
    reply_with_error_errno (EINVAL, "%s: not btrfsvol:DEVICE/SUBVOLUME with a "
                            "device that exists", arg);
    return -1;
  }
  *slash = '\0';
  ret->volume = strdup (slash + 1);
  if (!ret->volume)
    return out_of_memory (arg);
  if (set_device (s, ret) == -1)
    return -1;
  ret->type = MOUNTABLE_BTRFSVOL;
  return 0;
}

/* "/dev/sda1" or "btrfsvol:/dev/sda1/sub"; the device as in stub_device. */
int
stub_mountable (const char *arg, mountable_t *ret)
{
  if (strncmp (arg, BTRFSVOL, strlen (BTRFSVOL)) == 0)
    return set_btrfsvol (arg, ret);
  return set_device (arg, ret);
}

/* The same, or an absolute path with the root mounted. */
int
stub_mountable_or_path (const char *arg, mountable_t *ret)
{
  if (arg[0] != '/' || is_device_name (arg))
    return stub_mountable (arg, ret);
  ret->type = MOUNTABLE_PATH;
  ret->device = strdup (arg);
  return ret->device ? stub_pathname (&ret->device) : out_of_memory (arg);
}
