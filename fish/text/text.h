/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text in, values out; nothing here prints or looks at the state. */

#ifndef GUESTFISH_TEXT_H
#define GUESTFISH_TEXT_H

#include "cli.h"

/* list.c: the words of a list argument; NULL and what is wrong. */
extern char **fish_parse_list (const char *s, const char **ret_why);

/* parse.c: a line of a script. */
enum line_kind {
  LINE_EMPTY,                   /* blank or comment */
  LINE_COMMAND,                 /* words, perhaps for shell or output */
  LINE_SHELL,                   /* !shell */
  LINE_INLINE,                  /* <!shell: run what it prints */
};

struct line {
  enum line_kind kind;
  bool ignore_error;            /* "-" in front */
  struct strvec words;
  char *shell;                  /* NULL if there is none */
  char *output;                 /* the file after > or >>, or NULL … */
  bool append;                  /* … which is written at its end */
};
/* On error, too, ignore_error is right. */
extern int fish_parse_line (const char *s, struct line *ret,
                            const char **ret_why);
extern void line_done (struct line *line);
#define CLEANUP_LINE __attribute__ ((cleanup (line_done)))

/* prompt.c: the escapes of GUESTFISH_PS1 and its sisters. */
extern char *fish_decode_prompt (const char *s);

#endif /* GUESTFISH_TEXT_H */
