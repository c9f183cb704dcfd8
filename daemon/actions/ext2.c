/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only ext2, ext3 and ext4 have. */

#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "daemon.h"

/* The tools take UUIDs in every appliance. */
int
optgroup_linuxfsuuid_available (void)
{
  return 1;
}

/* ---- Command lines ---- */

/* Words of a command, and the values of an option that may be given only
 * once, joined by commas. */
struct command {
  struct argv argv;
  struct strbuf extended, features, journal;
};
#define COMMAND_INIT { ARGV_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT }

static void
command_done (struct command *c)
{
  argv_done (&c->argv);
  strbuf_done (&c->extended);
  strbuf_done (&c->features);
  strbuf_done (&c->journal);
}
#define CLEANUP_COMMAND __attribute__ ((cleanup (command_done)))

/* "name=value" to a list */
static void
join_int (struct command *c, struct strbuf *list, const char *name,
          bool given, int64_t value)
{
  if (given && strbuf_addf (list, "%s%s=%lld", list->len ? "," : "", name,
                            (long long) value) == -1)
    c->argv.failed = true;
}

static void
join_text (struct command *c, struct strbuf *list, bool given,
           const char *prefix, const char *text)
{
  if (given && strbuf_addf (list, "%s%s%s", list->len ? "," : "", prefix,
                            text) == -1)
    c->argv.failed = true;
}

/* "name" or "^name" */
static void
join_feature (struct command *c, const char *name, bool given, int value)
{
  join_text (c, &c->features, given, value ? "" : "^", name);
}

static void
add_list (struct command *c, const char *option, const struct strbuf *list)
{
  if (list->len > 0)
    argv_text (&c->argv, option, true, list->ptr);
}

/* ---- mke2fs ---- */

static void
add_sizes (struct argv *a, const struct mke2fs_optargs *o)
{
  argv_int (a, "-b", o->has_blocksize, o->blocksize);
  argv_int (a, "-f", o->has_fragsize, o->fragsize);
  argv_int (a, "-g", o->has_blockspergroup, o->blockspergroup);
  argv_int (a, "-G", o->has_numberofgroups, o->numberofgroups);
  argv_int (a, "-i", o->has_bytesperinode, o->bytesperinode);
  argv_int (a, "-I", o->has_inodesize, o->inodesize);
  argv_int (a, "-N", o->has_numberofinodes, o->numberofinodes);
  argv_int (a, "-m", o->has_reservedblockspercentage,
            o->reservedblockspercentage);
}

static void
add_texts (struct argv *a, const struct mke2fs_optargs *o)
{
  argv_text (a, "-L", o->has_label, o->label);
  argv_text (a, "-M", o->has_lastmounteddir, o->lastmounteddir);
  argv_text (a, "-o", o->has_creatoros, o->creatoros);
  argv_text (a, "-t", o->has_fstype, o->fstype);
  argv_text (a, "-T", o->has_usagetype, o->usagetype);
  argv_text (a, "-U", o->has_uuid, o->uuid);
  argv_flag (a, "-S",
             o->has_writesbandgrouponly && o->writesbandgrouponly);
}

static void
join_extended (struct command *c, const struct mke2fs_optargs *o)
{
  struct strbuf *e = &c->extended;

  join_int (c, e, "stride", o->has_stridesize, o->stridesize);
  join_int (c, e, "stripe_width", o->has_stripewidth, o->stripewidth);
  join_int (c, e, "resize", o->has_maxonlineresize, o->maxonlineresize);
  join_int (c, e, "mmp_update_interval", o->has_mmpupdateinterval,
            o->mmpupdateinterval);
  join_int (c, e, "lazy_itable_init", o->has_lazyitableinit,
            o->lazyitableinit != 0);
  join_int (c, e, "lazy_journal_init", o->has_lazyjournalinit,
            o->lazyjournalinit != 0);
  join_text (c, e, o->has_testfs && o->testfs, "", "test_fs");
  join_text (c, e, o->has_discard, o->discard ? "" : "no", "discard");
  join_text (c, e, o->has_quotatype, "quotatype=",
             o->quotatype ? "usrquota" : "grpquota");
}

static void
join_features (struct command *c, const struct mke2fs_optargs *o)
{
  join_feature (c, "extent", o->has_extent, o->extent);
  join_feature (c, "filetype", o->has_filetype, o->filetype);
  join_feature (c, "flex_bg", o->has_flexbg, o->flexbg);
  join_feature (c, "has_journal", o->has_hasjournal, o->hasjournal);
  join_feature (c, "journal_dev", o->has_journaldev, o->journaldev);
  join_feature (c, "large_file", o->has_largefile, o->largefile);
  join_feature (c, "quota", o->has_quota, o->quota);
  join_feature (c, "resize_inode", o->has_resizeinode, o->resizeinode);
  join_feature (c, "sparse_super", o->has_sparsesuper, o->sparsesuper);
  join_feature (c, "uninit_bg", o->has_uninitbg, o->uninitbg);
}

/* -F even unasked: there is nobody to answer a question. */
int
do_mke2fs (const char *device, const struct mke2fs_optargs *opts)
{
  CLEANUP_COMMAND struct command c = COMMAND_INIT;

  argv_add (&c.argv, "mke2fs");
  argv_add (&c.argv, "-q");
  argv_add (&c.argv, "-F");
  add_sizes (&c.argv, opts);
  add_texts (&c.argv, opts);
  join_int (&c, &c.journal, "size", opts->has_journalsize, opts->journalsize);
  join_text (&c, &c.journal, opts->has_journaldevice, "device=",
             opts->journaldevice);
  join_extended (&c, opts);
  join_features (&c, opts);
  add_list (&c, "-J", &c.journal);
  add_list (&c, "-E", &c.extended);
  add_list (&c, "-O", &c.features);
  argv_add (&c.argv, device);
  if (opts->has_blockscount)
    argv_addf (&c.argv, "%lld", (long long) opts->blockscount);
  return argv_run (NULL, &c.argv);
}

int
do_mke2fs_J (const char *fstype, int blocksize, const char *device,
             const char *journal)
{
  const struct mke2fs_optargs opts = {
    .has_fstype = true, .fstype = fstype,
    .has_blocksize = true, .blocksize = blocksize,
    .has_journaldevice = true, .journaldevice = journal,
  };

  return do_mke2fs (device, &opts);
}

int
do_mke2fs_JL (const char *fstype, int blocksize, const char *device,
              const char *label)
{
  CLEANUP_FREE char *journal = do_findfs_label (label);

  return journal ? do_mke2fs_J (fstype, blocksize, device, journal) : -1;
}

int
do_mke2fs_JU (const char *fstype, int blocksize, const char *device,
              const char *uuid)
{
  CLEANUP_FREE char *journal = do_findfs_uuid (uuid);

  return journal ? do_mke2fs_J (fstype, blocksize, device, journal) : -1;
}

int
do_mke2journal (int blocksize, const char *device)
{
  const struct mke2fs_optargs opts = {
    .has_blocksize = true, .blocksize = blocksize,
    .has_journaldev = true, .journaldev = 1,
  };

  return do_mke2fs (device, &opts);
}

int
do_mke2journal_L (int blocksize, const char *label, const char *device)
{
  const struct mke2fs_optargs opts = {
    .has_blocksize = true, .blocksize = blocksize,
    .has_journaldev = true, .journaldev = 1,
    .has_label = true, .label = label,
  };

  return do_mke2fs (device, &opts);
}

int
do_mke2journal_U (int blocksize, const char *uuid, const char *device)
{
  const struct mke2fs_optargs opts = {
    .has_blocksize = true, .blocksize = blocksize,
    .has_journaldev = true, .journaldev = 1,
    .has_uuid = true, .uuid = uuid,
  };

  return do_mke2fs (device, &opts);
}

/* ---- e2fsck ---- */

/* Status 1 means that all errors were corrected. */
static int
run_e2fsck (const char *device, const char *mode)
{
  const char *argv[] = { "e2fsck", "-f", mode, device, NULL };
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };

  pulse_mode_start ();
  if (run_full (&r) == -1) {
    pulse_mode_end ();
    return -1;
  }
  pulse_mode_end ();
  if (r.status <= 1)
    return 0;
  reply_with_error ("%s: e2fsck found errors that are not corrected "
                    "(status %d): %s", device, r.status,
                    trim_trailing_newlines (r.out));
  return -1;
}

int
do_e2fsck (const char *device, const struct e2fsck_optargs *opts)
{
  bool correct = opts->has_correct && opts->correct;
  bool yes = opts->has_forceall && opts->forceall;
  bool no = opts->has_forceno && opts->forceno;

  if (correct + yes + no > 1) {
    reply_with_error_errno (EINVAL, "%s: give only one of correct, forceall "
                            "and forceno", device);
    return -1;
  }
  return run_e2fsck (device, correct ? "-p" : yes ? "-y" : "-n");
}

int
do_e2fsck_f (const char *device)
{
  return run_e2fsck (device, "-p");
}

/* ---- resize2fs ---- */

static bool
is_in_use (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_EXCL | O_CLOEXEC);

  return fd == -1 && errno == EBUSY;
}

/* Unless it is mounted, resize2fs refuses a file system that was mounted after
 * its last check; virt-resize does not check. */
static int
check_unless_mounted (const char *device)
{
  return is_in_use (device) ? 0 : run_e2fsck (device, "-p");
}

int
do_resize2fs (const char *device)
{
  if (check_unless_mounted (device) == -1)
    return -1;
  return run (NULL, "resize2fs", device, NULL);
}

int
do_resize2fs_M (const char *device)
{
  if (check_unless_mounted (device) == -1)
    return -1;
  return run (NULL, "resize2fs", "-M", device, NULL);
}

int
do_resize2fs_size (const char *device, int64_t size)
{
  CLEANUP_FREE char *sectors = NULL;

  if (size < 512 || size % 512 != 0) {
    reply_with_error_errno (EINVAL, "%s: %lld bytes is not a multiple of 512",
                            device, (long long) size);
    return -1;
  }
  if (asprintf (&sectors, "%llds", (long long) size / 512) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  if (check_unless_mounted (device) == -1)
    return -1;
  return run (NULL, "resize2fs", device, sectors, NULL);
}

/* ---- tune2fs ---- */

int
do_tune2fs (const char *device, const struct tune2fs_optargs *o)
{
  CLEANUP_ARGV struct argv a = ARGV_INIT;

  argv_add (&a, "tune2fs");
  argv_flag (&a, "-f", o->has_force && o->force);
  argv_int (&a, "-c", o->has_maxmountcount, o->maxmountcount);
  argv_int (&a, "-C", o->has_mountcount, o->mountcount);
  argv_text (&a, "-e", o->has_errorbehavior, o->errorbehavior);
  argv_int (&a, "-g", o->has_group, o->group);
  argv_int (&a, "-m", o->has_reservedblockspercentage,
            o->reservedblockspercentage);
  argv_text (&a, "-M", o->has_lastmounteddirectory, o->lastmounteddirectory);
  argv_int (&a, "-r", o->has_reservedblockscount, o->reservedblockscount);
  argv_int (&a, "-u", o->has_user, o->user);
  if (o->has_intervalbetweenchecks) {
    argv_add (&a, "-i");
    argv_addf (&a, "%ds", o->intervalbetweenchecks);
  }
  if (a.words.len == 1 && !a.failed)    /* nothing to do */
    return 0;
  argv_add (&a, device);
  return argv_run (NULL, &a);
}

/* "Block size:               4096" -> "Block size", "4096" */
static int
add_field (struct strvec *v, char *line)
{
  char *value = strchr (line, ':');

  if (value == NULL)            /* the line with the version */
    return 0;
  *value++ = '\0';
  value += strspn (value, " \t");
  if (strcmp (value, "<none>") == 0 || strcmp (value, "<not available>") == 0)
    value = (char *) "";
  return strvec_add (v, line) == -1 || strvec_add (v, value) == -1 ? -1 : 0;
}

char **
do_tune2fs_l (const char *device)
{
  CLEANUP_FREE char *out = NULL;
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (run (&out, "tune2fs", "-l", device, NULL) == -1
      || (lines = split_lines (out)) == NULL)
    return NULL;
  for (i = 0; lines[i]; ++i)
    if (add_field (&v, lines[i]) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

/* ---- Labels and UUIDs ---- */

char *
do_get_e2label (const char *device)
{
  const mountable_t m = { MOUNTABLE_DEVICE, (char *) device, NULL };

  return do_vfs_label (&m);
}

char *
do_get_e2uuid (const char *device)
{
  const mountable_t m = { MOUNTABLE_DEVICE, (char *) device, NULL };

  return do_vfs_uuid (&m);
}

int
do_set_e2label (const char *device, const char *label)
{
  const mountable_t m = { MOUNTABLE_DEVICE, (char *) device, NULL };

  return do_set_label (&m, label);
}

/* Unlike set_uuid it takes the words of tune2fs. */
int
do_set_e2uuid (const char *device, const char *uuid)
{
  return run (NULL, "tune2fs", "-f", "-U", uuid, device, NULL);
}

/* ---- Attributes and generation of files ---- */

/* Sorted, as programs know it. */
static const struct {
  char letter;
  unsigned long flag;
} attributes[] = {
  { 'A', FS_NOATIME_FL }, { 'C', FS_NOCOW_FL }, { 'D', FS_DIRSYNC_FL },
  { 'E', FS_ENCRYPT_FL }, { 'F', FS_CASEFOLD_FL }, { 'I', FS_INDEX_FL },
  { 'N', FS_INLINE_DATA_FL }, { 'P', FS_PROJINHERIT_FL },
  { 'S', FS_SYNC_FL }, { 'T', FS_TOPDIR_FL }, { 'V', FS_VERITY_FL },
  { 'a', FS_APPEND_FL }, { 'c', FS_COMPR_FL }, { 'd', FS_NODUMP_FL },
  { 'e', FS_EXTENT_FL }, { 'i', FS_IMMUTABLE_FL }, { 'j', FS_JOURNAL_DATA_FL },
  { 's', FS_SECRM_FL }, { 't', FS_NOTAIL_FL }, { 'u', FS_UNRM_FL },
  { 'x', FS_DAX_FL },
};
#define NR_ATTRIBUTES (sizeof attributes / sizeof attributes[0])

/* The kernel reads and writes an int, whatever the number of the ioctl says;
 * not every one clears the rest. */
static int
file_ioctl (const char *file, unsigned long request, int *value)
{
  CLEANUP_CLOSE int fd =
    guest_open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);

  if (fd == -1 || ioctl (fd, request, value) == -1) {
    reply_with_perror ("%s", file);
    return -1;
  }
  return 0;
}

char *
do_get_e2attrs (const char *file)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  int flags = 0;
  size_t i;

  if (file_ioctl (file, FS_IOC_GETFLAGS, &flags) == -1)
    return NULL;
  for (i = 0; i < NR_ATTRIBUTES; ++i)
    if (flags & attributes[i].flag
        && strbuf_addc (&b, attributes[i].letter) == -1) {
      reply_with_perror ("strbuf_addc");
      return NULL;
    }
  return strbuf_steal (&b);
}

/* The flags of these letters; -1, error set, if one is unknown. */
static int
parse_attributes (const char *file, const char *attrs)
{
  int flags = 0;
  size_t i;

  for (; *attrs; ++attrs) {
    for (i = 0; i < NR_ATTRIBUTES && attributes[i].letter != *attrs; ++i)
      ;
    if (i == NR_ATTRIBUTES) {
      reply_with_error_errno (EINVAL, "%s: '%c' is not an attribute: see "
                              "chattr(1)", file, *attrs);
      return -1;
    }
    flags |= attributes[i].flag;
  }
  return flags;
}

int
do_set_e2attrs (const char *file, const char *attrs,
                const struct set_e2attrs_optargs *opts)
{
  int change = parse_attributes (file, attrs), flags = 0;

  if (change == -1 || file_ioctl (file, FS_IOC_GETFLAGS, &flags) == -1)
    return -1;
  if (opts->has_clear && opts->clear)
    flags &= ~change;
  else
    flags |= change;
  return file_ioctl (file, FS_IOC_SETFLAGS, &flags);
}

int64_t
do_get_e2generation (const char *file)
{
  int generation = 0;

  if (file_ioctl (file, FS_IOC_GETVERSION, &generation) == -1)
    return -1;
  return (uint32_t) generation;
}

int
do_set_e2generation (const char *file, int64_t generation)
{
  int value = (int) (uint32_t) generation;

  if (generation < 0 || generation > UINT32_MAX) {
    reply_with_error_errno (EINVAL, "%s: a generation is a number of 32 bits",
                            file);
    return -1;
  }
  return file_ioctl (file, FS_IOC_SETVERSION, &value);
}
