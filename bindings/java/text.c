/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text of C as strings of Java. JNI's own functions for text know only Java's
 * variant of UTF-8. */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "java.h"
#include "utf16.h"

jstring
text_to_java (JNIEnv *env, const char *text, size_t size)
{
  jchar *buffer = size < INT_MAX ? malloc ((size + 1) * sizeof *buffer) : NULL;
  jstring s;
  size_t n;

  if (!buffer) {
    throw_no_memory (env);
    return NULL;
  }
  n = call_utf16_decode (text, size, buffer);
  s = (*env)->NewString (env, buffer, (jsize) n);
  free (buffer);
  return s;
}

jstring
string_to_java (JNIEnv *env, const char *text)
{
  return text ? text_to_java (env, text, strlen (text)) : NULL;
}
