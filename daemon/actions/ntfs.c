/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only NTFS has: through the programs of ntfs-3g. */

#include <stdlib.h>
#include <string.h>

#include "daemon.h"

int
optgroup_ntfs3g_available (void)
{
  return have_program ("ntfs-3g.probe");
}

int
optgroup_ntfsprogs_available (void)
{
  return have_program ("ntfsresize");
}

/* ---- What the programs say ---- */

/* They say it in many lines, on either stream: what is known is said in one,
 * with what can be done about it. */
struct diagnosis {
  const char *text;
  int err;
  const char *meaning;
};

static const struct diagnosis diagnoses[] = {
  { "signature is missing", EINVAL, "there is no NTFS on it" },
  { "doesn't have a valid NTFS", EINVAL, "there is no NTFS on it" },
  { "hibernated", EROFS,
    "Windows is hibernated in it: shut Windows down fully, or mount it with "
    "the option remove_hiberfile, which loses the saved session" },
  { "scheduled for", EROFS,
    "the NTFS is marked for a check: run chkdsk in Windows, or use force" },
  { "bigger than the device", ENOSPC,
    "the device is too small for this size: enlarge the device first" },
  { "is mounted", EBUSY, "it is mounted: unmount it first" },
  { "not an image", EINVAL, "this is not an image that ntfsclone_out made" },
  { "is too small", ENOSPC, "the device is too small for this image" },
};

static void
reply_diagnosis (const struct run *r, const char *device)
{
  size_t i, n = sizeof diagnoses / sizeof diagnoses[0];

  for (i = 0; i < n; ++i)
    if ((r->out && strstr (r->out, diagnoses[i].text))
        || strstr (r->err, diagnoses[i].text)) {
      reply_with_error_errno (diagnoses[i].err, "%s: %s", device,
                              diagnoses[i].meaning);
      return;
    }
  run_reply_with_error (r);
}

/* Runs it to the end; what went wrong is about the device. */
static int
run_and_diagnose (struct run *r, const char *device)
{
  if (run_full (r) == -1)
    return -1;
  if (r->status == 0)
    return 0;
  reply_diagnosis (r, device);
  return -1;
}

/* ---- Looking and repairing ---- */

int
do_ntfs_3g_probe (int rw, const char *device)
{
  const char *argv[] = {
    "ntfs-3g.probe", rw ? "--readwrite" : "--readonly", device, NULL
  };
  CLEANUP_RUN struct run r = { .argv = argv };

  return run_for_status (&r);
}

int
do_ntfsfix (const char *device, const struct ntfsfix_optargs *opts)
{
  bool clear = opts->has_clearbadsectors && opts->clearbadsectors;
  const char *argv[] = {
    "ntfsfix", clear ? "--clear-bad-sectors" : device,
    clear ? device : NULL, NULL
  };
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };

  return run_and_diagnose (&r, device);
}

/* "Error code 2 : No such file or directory" */
static int
error_code (const char *out)
{
  const char *p = strstr (out, "Error code ");
  int err = 0;

  return p && sscanf (p, "Error code %d", &err) == 1 ? err : 0;
}

int
do_ntfs_chmod (const char *device, int mode, const char *path,
               const struct ntfs_chmod_optargs *opts)
{
  CLEANUP_FREE char *octal = NULL;
  bool recursive = opts->has_recursive && opts->recursive;
  const char *argv[] = {
    "ntfssecaudit", recursive ? "-rv" : "-v", device, NULL, path, NULL
  };
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };
  int err;

  if (mode < 0 || mode > 07777) {
    reply_with_error_errno (EINVAL, "%s: %o is not a mode", path, mode);
    return -1;
  }
  if (asprintf (&octal, "%04o", mode) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  argv[3] = octal;
  if (run_full (&r) == -1)
    return -1;
  if (r.status == 0)
    return 0;
  err = error_code (r.out);
  if (strstr (r.out, "Could not open volume"))
    reply_with_perror_errno (err, "%s: cannot be opened: it must be an NTFS "
                             "that is not mounted", device);
  else if (err)
    reply_with_perror_errno (err, "%s: %s", device, path);
  else
    run_reply_with_error (&r);
  return -1;
}

/* ---- Inodes ---- */

/* --force: what Windows did not put away is no reason not to read. */
int
do_ntfscat_i (const mountable_t *device, int64_t inode)
{
  CLEANUP_FREE char *number = NULL;
  const char *argv[] = {
    "ntfscat", "--force", "--inode", NULL, device->device, NULL
  };
  CLEANUP_RUN struct run r = { .argv = argv, .out_cb = stream_send_cb };
  int result;

  if (inode < 0) {
    reply_with_error_errno (EINVAL, "%s: there is no inode %lld: they are "
                            "counted from 0", device->device,
                            (long long) inode);
    return -1;
  }
  if (!have_program ("ntfscat")) {
    reply_with_error_errno (ENOTSUP, "ntfscat is not in the appliance");
    return -1;
  }
  if (asprintf (&number, "%lld", (long long) inode) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  argv[3] = number;
  pulse_mode_start ();
  result = run_and_diagnose (&r, device->device);
  pulse_mode_end ();
  return result;
}

/* ---- Images ---- */

static bool
is_given_and_true (bool given, int value)
{
  return given && value;
}

int
do_ntfsclone_out (const char *device, const struct ntfsclone_out_optargs *o)
{
  const char *argv[12] = {
    "ntfsclone", "--quiet", "--output", "-", "--save-image"
  };
  CLEANUP_RUN struct run r = { .argv = argv, .out_cb = stream_send_cb };
  size_t n = 5;

  if (is_given_and_true (o->has_metadataonly, o->metadataonly))
    argv[n++] = "--metadata";
  if (is_given_and_true (o->has_rescue, o->rescue))
    argv[n++] = "--rescue";
  if (is_given_and_true (o->has_ignorefscheck, o->ignorefscheck))
    argv[n++] = "--ignore-fs-check";
  if (is_given_and_true (o->has_preservetimestamps, o->preservetimestamps))
    argv[n++] = "--preserve-timestamps";
  if (is_given_and_true (o->has_force, o->force))
    argv[n++] = "--force";
  argv[n++] = device;
  return run_and_diagnose (&r, device);
}

int
do_ntfsclone_in (const char *device)
{
  const char *argv[] = {
    "ntfsclone", "--quiet", "--overwrite", device, "--restore-image", "-",
    NULL
  };
  CLEANUP_RUN struct run r = {
    .argv = argv, .input_stream = true, .merge_stderr = true
  };

  return run_and_diagnose (&r, device);
}

/* ---- Size ---- */

static int
report_too_small (const char *device, int64_t size)
{
  const mountable_t m = { MOUNTABLE_DEVICE, (char *) device, NULL };
  int64_t minimum = do_vfs_minimum_size (&m);

  if (minimum != -1)
    reply_with_error_errno (ENOSPC, "%s: the NTFS cannot be shrunk to %lld "
                            "bytes: at least %lld are needed", device,
                            (long long) size, (long long) minimum);
  return -1;
}

int
do_ntfsresize (const char *device, const struct ntfsresize_optargs *opts)
{
  CLEANUP_FREE char *size = NULL;
  const char *argv[8] = { "ntfsresize", "--no-progress-bar" };
  /* Unless forced it asks if it should. */
  CLEANUP_RUN struct run r = {
    .argv = argv, .input = "y\n", .input_len = 2, .merge_stderr = true
  };
  size_t n = 2;

  if (opts->has_size && opts->size <= 0) {
    reply_with_error_errno (EINVAL, "%s: the size must be greater than 0",
                            device);
    return -1;
  }
  if (is_given_and_true (opts->has_force, opts->force))
    argv[n++] = "--force";
  if (opts->has_size) {
    if (asprintf (&size, "%lld", (long long) opts->size) == -1) {
      reply_with_perror ("asprintf");
      return -1;
    }
    argv[n++] = "--size";
    argv[n++] = size;
  }
  argv[n++] = device;
  if (run_full (&r) == -1)
    return -1;
  if (r.status == 0)
    return 0;
  if (opts->has_size && strstr (r.out, "less than the space"))
    return report_too_small (device, opts->size);
  reply_diagnosis (&r, device);
  return -1;
}

int
do_ntfsresize_size (const char *device, int64_t size)
{
  const struct ntfsresize_optargs opts = { .has_size = true, .size = size };

  return do_ntfsresize (device, &opts);
}
