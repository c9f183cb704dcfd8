/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of guestfish share.  The first half is also where the
 * generated command table (fish/gen/cmds.c) and the hand-written shell meet.
 */

#ifndef GUESTFISH_FISH_H
#define GUESTFISH_FISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "guestfs.h"
#include "cleanups.h"
#include "strvec.h"

/* ------------------------------------------------------------------------
 * Used by generated code.
 *
 * A generated command is a description (struct fish_command) and a runner.
 * The shell turns words into values as the description says, so a runner
 * only makes the call and hands the result to a printer, which reports an
 * error as -1:
 *
 *   static int
 *   run_mount_options (const struct fish_call *c)
 *   {
 *     return fish_print_ok (guestfs_mount_options (c->g, c->arg[0].s,
 *                                                  c->arg[1].s, c->arg[2].s));
 *   }
 *
 *   static int
 *   run_mkfs (const struct fish_call *c)
 *   {
 *     struct guestfs_mkfs_opts_argv opts = {
 *       .bitmask = c->optmask,
 *       .blocksize = c->opt[0].i,
 *       .features = c->opt[1].s,
 *     };
 *     return fish_print_ok (guestfs_mkfs_opts_argv (c->g, c->arg[0].s,
 *                                                   c->arg[1].s, &opts));
 *   }
 * ------------------------------------------------------------------------ */

/* What an argument is: how it is parsed, and how Tab completes it. */
enum fish_kind {
  FISH_BOOL,                    /* .i is 0 or 1 */
  FISH_INT,                     /* .i, range of int checked */
  FISH_INT64,                   /* .i */
  FISH_STRING,                  /* .s */
  FISH_OPT_STRING,              /* .s, NULL when the word is empty */
  FISH_DEVICE,                  /* .s */
  FISH_MOUNTABLE,               /* .s */
  FISH_PATHNAME,                /* .s, win: paths resolved */
  FISH_FILENAME,                /* .s */
  FISH_DEV_OR_PATH,             /* .s, win: paths resolved */
  FISH_MOUNTABLE_OR_PATH,       /* .s, win: paths resolved */
  FISH_FILE_IN,                 /* .s, a local file that can be opened */
  FISH_FILE_OUT,                /* .s, a local file that can be opened */
  FISH_KEY,                     /* .s, asked for: not a word of the command */
  FISH_GUID,                    /* .s */
  FISH_BUFFER_IN,               /* .s and .size */
};

struct fish_arg {
  const char *name;
  enum fish_kind kind;
  bool is_list;                 /* StringList, OStringList: .list, .s unset */
};

struct fish_value {
  int64_t i;
  const char *s;                /* borrowed from the call */
  size_t size;
  char **list;                  /* NULL-terminated; borrowed from the call */
};

struct fish_command;

struct fish_call {
  guestfs_h *g;
  const struct fish_command *command;
  const struct fish_value *arg; /* one for each of command->args, in order */
  const struct fish_value *opt; /* one for each of command->optargs, by bit */
  uint64_t optmask;             /* bits of the optional arguments given */
};

struct fish_command {
  const char *name;             /* with dashes: "add-drive" */
  const char *const *aliases;   /* NULL-terminated, or NULL */
  const char *summary;          /* one line, as in the table */
  const char *synopsis;         /* after the name: "filename [format:..]" */
  const char *doc;              /* plain text, wrapped at 76 columns */
  const char *replaced_by;      /* with dashes; "" if deprecated for nothing */

  /* Commands of the API: */
  const struct fish_arg *args;
  size_t nr_args;
  const struct fish_arg *optargs; /* element N is the argument of bit N */
  size_t nr_optargs;
  int (*run) (const struct fish_call *c);

  /* Commands of guestfish itself (run is NULL): */
  int (*run_local) (const struct fish_command *command,
                    size_t argc, char *const *argv);
  size_t min_words, max_words;
};

/* The generated table (fish/gen/cmds.c), sorted by name. */
extern const struct fish_command fish_api_commands[];
extern const size_t fish_nr_api_commands;

/* Printers: each writes the value to standard output and returns 0, or -1
 * if the value is the error of its type (the library has then reported it).
 * Those that take a pointer which the caller of the API owns free it. */
extern int fish_print_ok (int r);                       /* RErr */
extern int fish_print_int (int64_t r);                  /* RInt, RInt64 */
extern int fish_print_octal (int64_t r);                /* "0644", "0" */
extern int fish_print_hex (int64_t r);                  /* "0x1f" */
extern int fish_print_bool (int r);                     /* true, false */
extern int fish_print_const_string (const char *r);     /* RConstString */
extern int fish_print_const_opt_string (const char *r); /* "(null)" is fine */
extern int fish_print_string (char *r);                 /* frees */
extern int fish_print_buffer (char *r, size_t size);    /* frees */
extern int fish_print_list (char **r);                  /* frees */
extern int fish_print_hashtable (char **r);             /* frees */

/* Structs: a generated function per struct calls these for its fields, with
 * indent "" for RStruct and "  " for an element of a list.  A list is
 *
 *   [0] = {
 *     field: value
 *   }
 */
extern void fish_print_list_begin (size_t index);
extern void fish_print_list_end (void);
extern void fish_field_char (const char *indent, const char *name, char v);
extern void fish_field_string (const char *indent, const char *name,
                               const char *v);
extern void fish_field_buffer (const char *indent, const char *name,
                               const char *v, size_t size);
extern void fish_field_unsigned (const char *indent, const char *name,
                                 uint64_t v);
extern void fish_field_signed (const char *indent, const char *name,
                               int64_t v);
extern void fish_field_uuid (const char *indent, const char *name,
                             const char *v);    /* 32 bytes, no terminator */
extern void fish_field_percent (const char *indent, const char *name,
                                float v);       /* -1: absent */

/* ------------------------------------------------------------------------
 * Inside guestfish.
 * ------------------------------------------------------------------------ */

/* Where lines come from: the terminal, a script, standard input. */
struct source {
  const char *name;             /* for messages; NULL for the terminal */
  bool is_file;                 /* a named script */
  FILE *fp;                     /* NULL: ask on the terminal */
  unsigned line;                /* of the last line read */
  struct source *outer;         /* what read the line that opened this one */
};

struct fish_state {
  guestfs_h *g;                 /* NULL when commands go to a server */
  long remote;                  /* process number of that server, or 0 */
  struct source *source;        /* innermost, or NULL: command line */
  bool interactive;             /* a person at a terminal gives commands */
  bool quit;                    /* leave after this command */
  bool interrupted;             /* … because of Ctrl-C: that is a failure */
  bool ignore_error;            /* the command has a dash in front */
  bool verbose, trace;
  bool read_only;               /* --ro */
  bool no_dest_paths;
  bool pipe_error;
  bool in_pipe;                 /* output of this command goes to a pipe … */
  bool pipe_closed;             /* … whose reader has had enough */
  bool echo_keys, keys_from_stdin;
  int progress;                 /* -1: when interactive; else a boolean */
};
extern struct fish_state fish;

/* util.c: messages, memory, temporary files.  Out of memory ends guestfish. */
extern void fish_error (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));
extern char *fish_position (void);      /* "script:3: " or "", to be freed */
/* What was printed really gets out; -1 and an error if it does not. */
extern int fish_flush (void);
extern void must (int r);               /* ends guestfish if r is -1 */
extern void *must_have (void *p);       /* ends guestfish if p is NULL */
extern char *xasprintf (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));
extern char *fish_temp_file (const char *suffix);       /* empty, mode 0600 */
extern const char *fish_getenv (const char *name, const char *otherwise);

/* number.c, list.c, parse.c, uri.c, prompt.c: text in, values out; nothing
 * here prints or looks at the state. */
extern bool fish_parse_bool (const char *s, int *ret);
/* 0, or -1 and what is wrong with s. */
extern int fish_parse_int (const char *s, int64_t min, int64_t max,
                           int64_t *ret, const char **ret_why);
/* The words of a list argument; NULL and what is wrong. */
extern char **fish_parse_list (const char *s, const char **ret_why);

enum line_kind {
  LINE_EMPTY,                   /* blank or comment */
  LINE_COMMAND,                 /* words, perhaps piped into shell */
  LINE_SHELL,                   /* !shell */
  LINE_INLINE,                  /* <!shell: run what it prints */
};

struct line {
  enum line_kind kind;
  bool ignore_error;            /* "-" in front */
  struct strvec words;
  char *shell;                  /* NULL if there is none */
};
extern int fish_parse_line (const char *s, struct line *ret,
                            const char **ret_why);
extern void line_done (struct line *line);
#define CLEANUP_LINE __attribute__ ((cleanup (line_done)))

/* What -a takes: a file name, or a network disk as an URI. */
struct uri {
  char *path;
  char *protocol;               /* "file" for plain names */
  char **server;                /* as the server argument wants it, or NULL */
  char *username, *password;    /* or NULL */
};
extern int fish_parse_uri (const char *s, struct uri *ret,
                           const char **ret_why);
extern void uri_done (struct uri *uri);
#define CLEANUP_URI __attribute__ ((cleanup (uri_done)))

extern char *fish_decode_prompt (const char *s);

/* commands.c: find and run. */
extern const struct fish_command *const fish_local_commands[]; /* local.c */
extern const struct fish_command *fish_find_command (const char *name);
extern const char *fish_closest_command (const char *name); /* NULL: none */
extern bool fish_name_equals (const char *a, const char *b);
/* Run one command here; 0 or -1 and the error has been printed. */
extern int fish_run_words (size_t argc, char *const *argv);
extern void fish_usage (const struct fish_command *command);

/* args.c: words to values. */
struct call_values {
  struct fish_value *arg, *opt;
  uint64_t optmask;
  struct strvec strings;        /* what the values borrow from */
  char ***lists;
  size_t nr_lists;
};
extern int fish_bind_args (const struct fish_command *command,
                           size_t argc, char *const *argv,
                           struct call_values *ret);
extern void call_values_done (struct call_values *v);

/* files.c: heredocs.  Replace "-<<END" words by temporary files with the
 * lines up to END. */
extern int fish_expand_heredocs (struct strvec *words, struct strvec *ret_temp);
extern void fish_unlink_all (struct strvec *paths);

/* keys.c */
extern char *fish_read_key (const char *name);
extern int fish_add_key_option (const char *selector);
extern bool fish_have_clevis_key (void);
extern int fish_unlock_disks (void);

/* shell.c: sources of lines. */
extern int fish_run_script (const char *name, FILE *fp);
extern int fish_run_interactively (void);
extern int fish_run_command_line (int argc, char *const *argv);
extern char *fish_read_line (struct source *source);    /* NULL at the end */

/* spawn.c: programs on the host. */
extern int fish_shell (const char *command);    /* 0, or -1 if it failed */
extern int fish_shell_with_file (const char *program, const char *path);
extern int fish_wait (long pid, const char *what);
/* Standard output of this process into the input of a shell command. */
struct fish_pipe { long pid; int saved_stdout; };
extern int fish_pipe_begin (const char *command, struct fish_pipe *ret);
extern int fish_pipe_end (struct fish_pipe *p);
/* The output of a shell command as a stream. */
extern FILE *fish_shell_output (const char *command, long *ret_pid);
/* In a child, before exec: signals as a program expects them. */
extern void fish_reset_signals (void);

/* terminal.c (readline or a plain prompt), complete.c */
extern void terminal_begin (void);
extern char *terminal_read (const char *prompt);
extern void terminal_end (void);
/* Candidates for the word that starts at column start; NULL if none.
 * *ret_filenames: complete local file names instead. */
extern char **fish_complete (const char *line, size_t start, const char *word,
                             bool *ret_filenames, bool *ret_no_space);

/* progress.c, events.c, interrupt.c: set up once per handle. */
extern void progress_attach (guestfs_h *g);
extern void progress_begin (void);
extern void progress_end (void);
extern void events_attach (guestfs_h *g);
extern void events_forget (void);
extern void interrupt_attach (guestfs_h *g);
extern void interrupt_begin (guestfs_h *g);
extern void interrupt_switch (guestfs_h *g);
extern void interrupt_end (void);

/* handle.c */
extern guestfs_h *fish_create_handle (void);
extern int fish_launch (void);

/* drives.c, prepare.c, inspect.c: what options ask for. */
struct drive_option {
  enum { DRIVE_ADD, DRIVE_DOMAIN, DRIVE_NEW } kind;
  char *what;                   /* file, URI, domain or prepared disk */
  char *format;                 /* or NULL */
  int blocksize;                /* or 0 */
  const char *libvirt_uri;      /* borrowed, or NULL */
  int first_device;             /* its number, once added */
};
struct drive_options {
  struct drive_option *ptr;
  size_t len;
};
extern int fish_add_drives (struct drive_options *drives);
extern int fish_mount_option (const char *option);
extern int prepare_create (struct drive_option *drive, unsigned nth);
extern int prepare_fill (const struct drive_option *drive);
extern void prepare_help (void);
extern int fish_create_image (const char *path, int64_t size, bool sparse);
extern char *fish_drive_name (int n);   /* 0 -> "/dev/sda" */
extern int fish_inspect_and_mount (void);

/* remote.c */
extern int remote_listen (bool csh);    /* returns in the server, or -1 */
extern int remote_serve (void);
extern int remote_run (size_t argc, char *const *argv);

/* help.c */
extern void fish_help_commands (void);
extern int fish_help_command (const char *name);

/* transfer.c: copies of guest files on the host, for editors and viewers. */
extern char *fish_resolve_path (const char *path);      /* win: paths */
extern char *fish_download_temp (const char *path);

#endif /* GUESTFISH_FISH_H */
