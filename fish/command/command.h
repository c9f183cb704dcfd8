/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command is, and how one is found and run.  Here the generated table
 * (fish/gen/cmds.c) and the hand-written shell meet.
 */

#ifndef GUESTFISH_COMMAND_H
#define GUESTFISH_COMMAND_H

#include "fish.h"
#include "report.h"

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

/* How a word becomes a value. */
enum fish_form {
  FISH_BOOL,                    /* .i is 0 or 1 */
  FISH_INT,                     /* .i, range of int checked */
  FISH_INT64,                   /* .i */
  FISH_STRING,                  /* .s */
  FISH_STRING_OR_NULL,          /* .s, NULL when the word is empty */
  FISH_LIST,                    /* .list */
  FISH_BUFFER,                  /* .s and .size */
};

/* What a word may name: what Tab offers, and what else is done with it. */
enum fish_flags {
  FISH_ANY = 1,                 /* anything, perhaps a local file */
  FISH_DEVICE = 2,
  FISH_PATH = 4,                /* in the guest: win: paths are resolved */
  FISH_FILE_IN = 8,             /* a local file that is read */
  FISH_FILE_OUT = 16,           /* a local file that is written */
  FISH_SECRET = 32,             /* asked for, when it must be given */
  FISH_DIRECTORY = 64,          /* a local directory */
  FISH_COMMAND_LINE = 128,      /* a command, which is run, and its words */
  FISH_COMMAND_NAME = 256,
  FISH_TOPIC = 512,
};

struct fish_arg {
  const char *name;
  enum fish_form form;
  unsigned flags;
  const char *const *choices;   /* NULL-terminated; NULL: any text */
};

struct fish_value {
  int64_t i;
  const char *s;                /* borrowed from the call */
  size_t size;
  char **list;                  /* NULL-terminated; borrowed from the call */
};

/* What a command returns. */
enum fish_result {
  FISH_RESULT_NOTHING,
  FISH_RESULT_INT,
  FISH_RESULT_INT64,
  FISH_RESULT_BOOL,
  FISH_RESULT_STRING,
  FISH_RESULT_STRING_OR_NULL,
  FISH_RESULT_BUFFER,
  FISH_RESULT_LIST,
  FISH_RESULT_HASHTABLE,
  FISH_RESULT_STRUCT,
  FISH_RESULT_STRUCTS,
};

enum fish_field_form {
  FISH_FIELD_CHAR,
  FISH_FIELD_STRING,
  FISH_FIELD_BUFFER,            /* its length, uint32_t, is at .length */
  FISH_FIELD_UINT32,
  FISH_FIELD_INT32,
  FISH_FIELD_UINT64,
  FISH_FIELD_INT64,
  FISH_FIELD_UUID,              /* 32 bytes, no terminator */
  FISH_FIELD_PERCENT,           /* float; -1: absent */
};

struct fish_field {
  const char *name;
  enum fish_field_form form;
  size_t offset, length;        /* in the struct */
};

struct fish_struct {
  const char *name;
  const struct fish_field *fields;
  size_t nr_fields;
  size_t size;
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
  const char *example;          /* plain text, or NULL */
  const char *const *related;   /* other commands, or NULL */
  const char *topic;            /* its word, of fish_topics; NULL: others */

  /* Commands of the API: */
  const struct fish_arg *args;
  size_t nr_args;
  const struct fish_arg *optargs; /* element N is the argument of bit N */
  size_t nr_optargs;
  enum fish_result result;
  const struct fish_struct *result_struct;      /* or NULL */
  bool counts_bytes;            /* when it tells how far it is */
  int (*run) (const struct fish_call *c);

  /* Commands of guestfish itself (run is NULL): */
  int (*run_local) (const struct fish_command *command,
                    size_t argc, char *const *argv);
  size_t min_words, max_words;
  unsigned words;               /* what they may name: enum fish_flags */
  const char *schema;           /* of its value in JSON; NULL: it has none */
};

/* Text, or bytes that are not UTF-8. */
#define FISH_SCHEMA_TEXT "{\"$ref\":\"#/$defs/text\"}"

/* The generated table (fish/gen/cmds.c), sorted by name. */
extern const struct fish_command fish_api_commands[];
extern const size_t fish_nr_api_commands;

/* What commands are about, by word; ended by a topic without a word. */
struct fish_topic {
  const char *word, *title, *about;
};
extern const struct fish_topic fish_topics[];

/* Printers: each shows the value and returns 0, or -1 if the value is the
 * error of its type (the library has then reported it).  With --json it
 * becomes the value of the result, else text on standard output.  Those that
 * take a pointer which the caller of the API owns free it. */
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

/* Structs that the caller of the API frees itself. */
extern void fish_print_struct (const struct fish_struct *s, const void *v);
extern void fish_print_structs (const struct fish_struct *s, const void *v,
                                size_t n);

/* ------------------------------------------------------------------------
 * Inside guestfish.
 * ------------------------------------------------------------------------ */

/* find.c.  The table of the API and the commands of guestfish itself stand
 * above this room: main says where they are, before anything else. */
extern void fish_set_commands (const struct fish_command *const *const *local,
                               const struct fish_command *api, size_t nr_api,
                               const struct fish_topic *topics);
extern const struct fish_command *fish_find_command (const char *name);
extern const char *fish_closest_command (const char *name); /* NULL: none */
/* The command that is meant in the end: time, glob and not run another one.
 * ret_first is its number among the words; NULL: it is unknown, or missing. */
extern const struct fish_command *fish_innermost_command (
  const struct strvec *words, size_t *ret_first);
/* All of them, guestfish's own first; NULL-terminated. */
extern const struct fish_command *const *fish_all_commands (void);
/* What they are about, ended by a topic without a word. */
extern const struct fish_topic *fish_all_topics (void);
/* The error of a command that was given these arguments. */
extern void fish_usage (const struct fish_command *c, size_t argc,
                        char *const *argv);

/* Whether the word, an argument of the command, has a secret in it. */
extern bool fish_word_is_secret (const struct fish_command *c,
                                 const char *word);

/* run.c: run one command here; 0 or -1 and the error has been printed. */
extern int fish_run_words (size_t argc, char *const *argv);

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
/* The argument that word number n is (0: the first after the command); NULL if
 * it is past the last one. */
extern const struct fish_arg *fish_nth_arg (const struct fish_command *command,
                                            size_t n);
/* The optional argument that "name:value" names, or -1. */
extern ssize_t fish_find_optarg (const struct fish_command *command,
                                 const char *word);
extern void call_values_done (struct call_values *v);

/* devices.c: all of them, sorted; -1 and an error. */
extern int fish_list_devices (struct strvec *ret);

/* handle.c: the handle, and what it says of errors.  The next one is held
 * until it is released: meanwhile the library may be asked. */
extern void fish_hold_error (void);
extern const char *fish_held_error (void);      /* NULL: there is none */
extern int fish_held_errno (void);      /* 0: there is none */
extern void fish_extend_held_error (const char *text);
extern void fish_release_error (void);
extern guestfs_h *fish_create_handle (void);
extern int fish_launch (void);
/* With --json: what -i has found. */
extern void fish_report_system (void);

/* suggest.c: the error that is held says what may have been meant by a word of
 * the call. */
extern void fish_suggest (const struct fish_call *call);

/* schema.c: the JSON Schema of what --json prints. */
extern void fish_print_schema (void);

/* help.c: 0, or -1 and an error. */
extern int fish_help_commands (void);
extern int fish_help_topics (const char *above);
/* What may be given for it: "local file to read …". */
extern const char *fish_describe_arg (const struct fish_arg *arg);
extern int fish_help_about (const char *name);  /* a command or a topic */

#endif /* GUESTFISH_COMMAND_H */
