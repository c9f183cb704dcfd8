/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every area of the daemon may use.
 *
 * An area file implements do_<action> for each daemon action of its table.
 * On success it returns the value; on failure it calls reply_with_error or
 * reply_with_perror once, at the deepest place that knows the cause, and
 * returns -1 or NULL.  Returned memory is malloc'd and freed by the caller.
 */

#ifndef GUESTFSD_DAEMON_H
#define GUESTFSD_DAEMON_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "cleanups.h"
#include "strvec.h"

#define GUESTFS_PRIVATE 1
#include "guestfs.h"            /* the structs that actions return */

/* ---- Errors (call/reply.c) ----
 * Say what was asked and the path or device: "/dev/sda1: not a …".
 * The library adds the name of the action in front. */
extern void reply_with_error_errno (int err, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* Adds ": <strerror>" and sends errno. */
extern void reply_with_perror_errno (int err, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
#define reply_with_error(...) reply_with_error_errno (0, __VA_ARGS__)
#define reply_with_perror(...) reply_with_perror_errno (errno, __VA_ARGS__)
/* True once an error has been set for the current call. */
extern bool reply_has_error (void);

/* ---- Debug messages: the console, when verbose ---- */
extern bool verbose;
extern bool trace_commands;     /* each external command, even if not verbose */
/* The handle's autosync setting: sync and unmount before the end. */
extern bool autosync_wanted (void);
extern void debug (const char *fs, ...) __attribute__ ((format (printf, 1, 2)));

/* ---- Streams (call/stream.c) ---- */
/* FileIn.  Calls cb for each piece.  Returns 0 at the end of the stream; -1
 * when cb returned -1 (it has set the error; the rest is discarded) or when
 * the library gave up (the error is set here). */
typedef int (*stream_cb) (void *opaque, const void *buf, size_t len);
extern int stream_receive (stream_cb cb, void *opaque);
/* Likewise, written to a descriptor. what names it in the error. */
extern int stream_receive_to_fd (int fd, const char *what);
/* FileOut.  The first call also sends the successful reply.  -1, error set,
 * when the library cancelled or went away.  Returning 0 or -1 from
 * do_<action> ends the stream properly. */
extern int stream_send (const void *buf, size_t len);
/* The same as a stream_cb: output of a program straight to the library. */
extern int stream_send_cb (void *opaque, const void *buf, size_t len);
/* FileIn, piece by piece: 1 and a piece (borrowed until the next call); 0 at
 * the end; -1, error set, when the library gave up. */
extern int stream_next (const void **ret_buf, size_t *ret_len);
/* Everything that can be read from fd. */
extern int stream_send_fd (int fd, const char *what);

/* ---- Progress and cancel (call/progress.c) ---- */
/* Cheap: call as often as you like; messages are rationed. */
extern void notify_progress (uint64_t position, uint64_t total);
/* While an external program runs and its progress is not known. */
extern void pulse_mode_start (void);
extern void pulse_mode_end (void);
/* True when the library has asked to give the current call up. */
extern bool call_is_cancelled (void);

/* ---- External programs (run/run.c) ---- */
/* Runs argv, found through PATH.  Standard output goes to *ret_out
 * (malloc'd, NUL-terminated, trailing newline kept) unless ret_out is NULL.
 * Returns 0 when it exits with 0.  Otherwise sets the error to "program: its
 * own last messages" and returns -1. */
extern int run_argv (char **ret_out, const char *const *argv);
/* run (&out, "lvs", "--noheadings", NULL) */
extern int run (char **ret_out, const char *prog, ...)
  __attribute__ ((sentinel));

/* The same for a program that goes through the guest's files by name, for
 * which it gets paths of guest_real_path.  It sees nothing of the appliance
 * but the distribution's files below /usr, so that links in the guest cannot
 * lead it anywhere, whenever they were made.  What it writes elsewhere than
 * below the sysroot is lost. */
extern int run_argv_confined (char **ret_out, const char *const *argv);
extern int run_confined (char **ret_out, const char *prog, ...)
  __attribute__ ((sentinel));

/* The full form, for programs whose exit status or messages mean more. */
struct run {
  const char *const *argv;
  const char *input;            /* bytes for its standard input … */
  size_t input_len;
  int input_fd;                 /* … or a descriptor, if > 0 … */
  bool input_stream;            /* … or the FileIn stream of the call */
  bool in_guest;                /* a program of the guest, in its root */
  bool confined;                /* as run_confined */
  int keep_fd;                  /* if > 0: its descriptor 3 (confined only) */
  bool merge_stderr;            /* stderr into out */
  stream_cb out_cb;             /* called with its output instead of out */
  void *out_opaque;
  /* results */
  char *out; size_t out_len;    /* NULL when out_cb is given */
  char *err;                    /* NUL-terminated, trailing newline removed */
  int status;                   /* exit status; 128+N when signal N ended it */
};
/* Returns 0 when the program ran, whatever its status; -1 (error set) when it
 * could not be started, was cancelled or out_cb failed. */
extern int run_full (struct run *r);
extern void run_done (struct run *r);   /* frees the results */
#define CLEANUP_RUN __attribute__ ((cleanup (run_done)))
/* Sets the usual error for a finished run. */
extern void run_reply_with_error (const struct run *r);
/* Is this program in the appliance?  Answers are remembered. */
extern bool have_program (const char *prog);

/* ---- Command lines put together (run/argv.c) ----
 * Adding never fails; running does, when there was no memory for a word. */
struct argv {
  struct strvec words;
  bool failed;
};
#define ARGV_INIT { STRVEC_INIT, false }
extern void argv_done (struct argv *a);
#define CLEANUP_ARGV __attribute__ ((cleanup (argv_done)))
extern void argv_add (struct argv *a, const char *word);
extern void argv_addf (struct argv *a, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* The option alone, when it is wanted; with its value in the next word, when
 * there is one: argv_int (&argv, "-b", o->has_blocksize, o->blocksize). */
extern void argv_flag (struct argv *a, const char *option, bool wanted);
extern void argv_text (struct argv *a, const char *option, bool given,
                       const char *value);
extern void argv_int (struct argv *a, const char *option, bool given,
                      int64_t value);
/* For struct run; borrowed.  NULL, with the error set, when memory was out. */
extern const char *const *argv_words (const struct argv *a);
/* run_argv and run_argv_confined with these words. */
extern int argv_run (char **ret_out, const struct argv *a);
extern int argv_run_confined (char **ret_out, const struct argv *a);

/* ---- Guest paths (root/path.c) ----
 * path is absolute inside the guest.  Resolution never leaves the guest's
 * root, whatever symbolic links say.  On failure errno is set; no error has
 * been sent. */
/* Remembers what the root is as long as nothing is mounted: call it then. */
extern void guest_root_begin (void);
extern int guest_root (void);   /* descriptor of the root; borrowed */
/* Closes it: an open descriptor keeps what is mounted there busy.  Done
 * before each call; needed before an unmount that follows other work. */
extern void guest_root_release (void);
extern int guest_open (const char *path, int flags, mode_t mode);
/* The directory that holds the last component, and that component; the
 * component is "." for "/".  Use with *at () calls, which must not follow
 * the last component (AT_SYMLINK_NOFOLLOW). */
extern int guest_open_parent (const char *path, char **ret_name);
/* Both in one, for functions that take places. */
struct place {
  int fd;
  char *name;
};
#define PLACE_INIT { -1, NULL }
extern void place_done (const struct place *p);
#define CLEANUP_PLACE __attribute__ ((cleanup (place_done)))
/* Follows symbolic links, inside the guest. */
extern int guest_stat (const char *path, struct stat *ret_st);
/* Does not follow the last component. */
extern int guest_lstat (const char *path, struct stat *ret_st);
/* A path an external program can be given: "/proc/self/fd/N" or the real path
 * below the sysroot, already resolved.  The caller frees it. */
extern char *guest_real_path (const char *path);
/* True when something is mounted on the guest's root; else the error is set.
 * Stubs of actions with Pathname arguments have checked already. */
extern bool need_root (void);
extern bool root_is_mounted (void);     /* sets no error */
/* Where a descriptor leads, as a path of the appliance; malloc'd. */
extern char *fd_path (int fd);
/* For libraries that open paths on their own (root/inside.c): calls fn in a
 * thread whose root is the guest's.  fn must not set errors, run programs or
 * use the functions above.  0, or -1 with the error set when it was not
 * called. */
extern int guest_call (void (*fn) (void *), void *arg);
extern const char *const sysroot;       /* "/sysroot" */

/* ---- Devices (device/device.c) ---- */
/* Opens a device or, when it starts otherwise than /dev/, a guest path. */
extern int open_dev_or_path (const char *dev_or_path, int flags, mode_t mode);
extern bool is_device_name (const char *s);     /* starts with /dev/ */
/* True for the appliance's own disk, which no action may see. */
extern bool is_appliance_disk (const char *device);
/* "/dev/vda1", "/dev/hda1" -> "/dev/sda1" when only that exists; others are
 * returned as they are.  Malloc'd. */
extern char *device_name_translate (const char *device);
/* A file of the guest as a block device, whose name is malloc'd.  It is free
 * again when neither the descriptor nor a mount uses it.  -1, error set. */
extern int loop_open (const char *file, char **ret_device);
/* Wait until the kernel has made (or removed) the nodes of what was changed:
 * at most a few seconds, then an error is set and -1 returned. */
extern int wait_for_device (const char *device);
extern int wait_for_no_device (const char *device);
/* Re-read the partition table and wait for the nodes to match it. */
extern int reread_partitions (const char *device);
/* "/dev/VG/LV" when this is the number of a logical volume, else NULL; no
 * error is set (device/lvm.c).  Malloc'd. */
extern char *logical_volume_name (dev_t rdev);
/* Active logical volumes, "/dev/VG/LV" …, sorted; NULL with error set. */
extern char **list_logical_volumes (void);
/* Assembles MD arrays and activates volume groups, if there are any: called
 * when the drives are there (serve/activate.c). */
extern int activate_devices (void);
/* Whole disks in drive order, "/dev/sda" …; NULL with error set on failure */
extern char **device_list_disks (void);
extern char **device_list_partitions (void);

/* A disk whose primary GPT is damaged has no partitions for the kernel: give
 * it those of the backup.  Other disks are left alone (device/gpt.c). */
extern void adopt_backup_gpt (const char *disk);

/* ---- The kernel's own words (device/kmsg.c) ---- */
/* A descriptor that will see what the kernel says from now on, or -1. */
extern int kmsg_begin (void);
/* Its first complaint of this device since then, malloc'd; NULL: none. */
extern char *kmsg_complaint (int fd, const char *device);

/* ---- Mountables (device/mountable.c) ---- */
enum mountable_type { MOUNTABLE_DEVICE, MOUNTABLE_BTRFSVOL, MOUNTABLE_PATH };
typedef struct {
  enum mountable_type type;
  char *device;                 /* or the path, for MOUNTABLE_PATH */
  char *volume;                 /* btrfs subvolume, else NULL */
} mountable_t;
/* "btrfsvol:/dev/sda1/sub" or the device itself; malloc'd. */
extern char *mountable_to_string (const mountable_t *m);

/* Disk labels (add_drive's label) and their devices, as label, device, label,
 * device …; NULL with the error set on failure. */
extern char **device_list_labels (void);

/* ---- LVM (device/lvmconf.c) ---- */
/* Restrict LVM to these devices (whole disks, partitions); NULL: to all that
 * are not the appliance's own. */
extern int lvm_write_config (char *const *devices);

/* ---- Network (serve/network.c) ---- */
/* Does the appliance have one?  (The handle's set_network.) */
extern bool network_enabled (void);

/* ---- Small things ---- */
extern char *trim_trailing_newlines (char *s);  /* in place, returns s */
/* A malloc'd list; NULL with the error set. */
extern char **split_lines (const char *s);
/* -1 with the error set: what is the thing that was read. */
extern int64_t parse_int64 (const char *s, const char *what);

/* Prototypes of all do_<action> and optgroup_<group>_available. */
#include "actions.h"

#endif /* GUESTFSD_DAEMON_H */
