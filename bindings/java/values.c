/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Java's values to those of calls, and what calls return to Java. */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "java.h"

/* jni.c fills it when the package is loaded. */
struct java java;
#include "utf16.h"

/* ---- From Java ---- */

/* Where an argument goes, and who it is for messages.  A function that
 * converts one returns -1 after it has thrown an exception. */
struct target {
  JNIEnv *env;
  struct call_values *values;
  union call_value *v;
  const char *call;
  const char *arg;
};

static int
wrong (const struct target *t, const char *what)
{
  throw_exception (t->env, "java/lang/IllegalArgumentException", "%s: %s %s",
                   t->call, t->arg, what);
  return -1;
}

static int
wrong_type (const struct target *t, const char *wanted)
{
  throw_exception (t->env, "java/lang/ClassCastException",
                   "%s: %s must be %s", t->call, t->arg, wanted);
  return -1;
}

static int
is_null (const struct target *t)
{
  throw_exception (t->env, "java/lang/NullPointerException",
                   "%s: %s must not be null", t->call, t->arg);
  return -1;
}

static bool
is_a (const struct target *t, jobject o, jclass class)
{
  return (*t->env)->IsInstanceOf (t->env, o, class);
}

/* -1 when the method that was just called has thrown an exception. */
static int
after_call (const struct target *t)
{
  return (*t->env)->ExceptionCheck (t->env) ? -1 : 0;
}

static int
bool_from_java (const struct target *t, jobject o)
{
  if (!is_a (t, o, java.boolean))
    return wrong_type (t, "a Boolean");
  t->v->i = (*t->env)->CallBooleanMethod (t->env, o, java.boolean_value);
  return after_call (t);
}

static int
number_from_java (const struct target *t, jobject o, int64_t *ret)
{
  if (is_a (t, o, java.integer))
    *ret = (*t->env)->CallIntMethod (t->env, o, java.int_value);
  else if (is_a (t, o, java.long_))
    *ret = (*t->env)->CallLongMethod (t->env, o, java.long_value);
  else
    return wrong_type (t, "an Integer or a Long");
  return after_call (t);
}

static int
int_from_java (const struct target *t, jobject o)
{
  int64_t i;

  if (number_from_java (t, o, &i) == -1)
    return -1;
  if (i < INT_MIN || i > INT_MAX)
    return wrong (t, "does not fit into 32 bits");
  t->v->i = (int) i;
  return 0;
}

static int
pointer_from_java (const struct target *t, jobject o)
{
  int64_t i;

  if (number_from_java (t, o, &i) == -1)
    return -1;
  t->v->pointer = (void *) (intptr_t) i;
  return 0;
}

/* A copy that lives as long as the values; NULL after an exception. */
static char *
copy_text (const struct target *t, jstring s)
{
  const size_t n = (size_t) (*t->env)->GetStringLength (t->env, s);
  char *copy = call_alloc (t->values, 3 * n + 1);
  const jchar *chars =
    copy ? (*t->env)->GetStringCritical (t->env, s, NULL) : NULL;
  bool is_text;
  size_t size;

  if (!chars) {
    throw_no_memory (t->env);
    return NULL;
  }
  is_text = call_utf16_encode (chars, n, copy, &size);
  (*t->env)->ReleaseStringCritical (t->env, s, chars);
  if (!is_text) {
    wrong (t, "contains a surrogate without its pair: that is no text");
    return NULL;
  }
  copy[size] = '\0';
  if (strlen (copy) == size)
    return copy;
  wrong (t, "contains a NUL character");
  return NULL;
}

static int
text_from_java (const struct target *t, jobject o)
{
  if (!is_a (t, o, java.string))
    return wrong_type (t, "a String");
  t->v->text = copy_text (t, o);
  return t->v->text ? 0 : -1;
}

static char *
copy_element (const struct target *t, jobjectArray array, jsize i)
{
  jstring s = (*t->env)->GetObjectArrayElement (t->env, array, i);
  char *copy = s ? copy_text (t, s) : NULL;

  if (!s)
    is_null (t);
  (*t->env)->DeleteLocalRef (t->env, s);
  return copy;
}

static int
texts_from_java (const struct target *t, jobject o)
{
  char **texts;
  jsize n;

  if (!is_a (t, o, java.strings))
    return wrong_type (t, "a String[]");
  n = (*t->env)->GetArrayLength (t->env, o);
  texts = call_alloc (t->values, ((size_t) n + 1) * sizeof *texts);
  if (!texts) {
    throw_no_memory (t->env);
    return -1;
  }
  for (jsize i = 0; i < n; ++i)
    if (!(texts[i] = copy_element (t, o, i)))
      return -1;
  texts[n] = NULL;
  t->v->texts = texts;
  return 0;
}

static int
bytes_from_java (const struct target *t, jobject o)
{
  char *copy;
  jsize n;

  if (!is_a (t, o, java.bytes))
    return wrong_type (t, "a byte[]");
  n = (*t->env)->GetArrayLength (t->env, o);
  copy = call_alloc (t->values, (size_t) n + 1);
  if (!copy) {
    throw_no_memory (t->env);
    return -1;
  }
  (*t->env)->GetByteArrayRegion (t->env, o, 0, n, (jbyte *) copy);
  t->v->bytes.data = copy;
  t->v->bytes.size = (size_t) n;
  return 0;
}

static int
value_from_java (const struct target *t, enum call_arg_type type, jobject o)
{
  if (!o)
    return type == ARG_TEXT_OR_NULL ? 0 : is_null (t);
  switch (type) {
  case ARG_BOOL:
    return bool_from_java (t, o);
  case ARG_INT:
    return int_from_java (t, o);
  case ARG_INT64:
    return number_from_java (t, o, &t->v->i64);
  case ARG_TEXT:
  case ARG_TEXT_OR_NULL:
    return text_from_java (t, o);
  case ARG_TEXTS:
    return texts_from_java (t, o);
  case ARG_BYTES:
    return bytes_from_java (t, o);
  case ARG_POINTER:
    return pointer_from_java (t, o);
  }
  return -1;
}

static int
args_from_java (struct target *t, const struct call *c, jobjectArray args)
{
  for (size_t i = 0; i < c->nr_args; ++i) {
    jobject o = (*t->env)->GetObjectArrayElement (t->env, args, (jsize) i);

    t->v = &t->values->args[i];
    t->arg = c->args[i].name;
    if (value_from_java (t, c->args[i].type, o) == -1)
      return -1;
    (*t->env)->DeleteLocalRef (t->env, o);
  }
  return 0;
}

/* A null is as good as nothing. */
static int
optarg_from_java (struct target *t, const struct call *c, jstring name,
                  jobject o)
{
  int i;

  t->arg = "a key of optargs";
  if (!name)
    return is_null (t);
  t->arg = copy_text (t, name);
  if (!t->arg)
    return -1;
  i = call_find_optarg (c, t->arg);
  if (i == -1)
    return wrong (t, "is not the name of an optional argument");
  if (!o)
    return 0;
  t->v = &t->values->optargs[i];
  t->values->mask |= UINT64_C (1) << i;
  return value_from_java (t, c->optargs[i].type, o);
}

static int
optargs_from_java (struct target *t, const struct call *c, jobjectArray pairs)
{
  const jsize n = pairs ? (*t->env)->GetArrayLength (t->env, pairs) : 0;

  for (jsize i = 0; i < n; i += 2) {
    jobject name = (*t->env)->GetObjectArrayElement (t->env, pairs, i);
    jobject o = (*t->env)->GetObjectArrayElement (t->env, pairs, i + 1);

    if (optarg_from_java (t, c, name, o) == -1)
      return -1;
    (*t->env)->DeleteLocalRef (t->env, o);
    (*t->env)->DeleteLocalRef (t->env, name);
  }
  return 0;
}

int
values_from_java (JNIEnv *env, const struct call *c, jobjectArray args,
                  jobjectArray optargs, struct call_values *values)
{
  struct target t = { .env = env, .values = values, .call = c->name };

  return args_from_java (&t, c, args) == -1
    || optargs_from_java (&t, c, optargs) == -1 ? -1 : 0;
}

/* ---- To Java ---- */

static jobject
bytes_to_java (JNIEnv *env, const char *data, size_t size)
{
  jbyteArray bytes;

  if (size > INT_MAX - 8) {
    throw_exception (env, PACKAGE_PATH "LibGuestFSException",
                     "a result of %zu bytes does not fit into an array of "
                     "Java: use a function that writes a file", size);
    return NULL;
  }
  bytes = (*env)->NewByteArray (env, (jsize) size);
  if (bytes)
    (*env)->SetByteArrayRegion (env, bytes, 0, (jsize) size,
                                (const jbyte *) data);
  return bytes;
}

static jobject
texts_to_java (JNIEnv *env, char *const *texts)
{
  jobjectArray array;
  jsize n = 0;

  while (texts[n])
    ++n;
  array = (*env)->NewObjectArray (env, n, java.string, NULL);
  for (jsize i = 0; array && i < n; ++i) {
    jstring s = string_to_java (env, texts[i]);

    if (!s)
      return NULL;
    (*env)->SetObjectArrayElement (env, array, i, s);
    (*env)->DeleteLocalRef (env, s);
  }
  return array;
}

jobject
result_to_java (JNIEnv *env, const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
  case RESULT_BOOL:
  case RESULT_INT:
  case RESULT_INT64:
    return NULL;                /* the caller has it */
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    return string_to_java (env, r->constant);
  case RESULT_TEXT:
    return string_to_java (env, r->text);
  case RESULT_TEXTS:
  case RESULT_PAIRS:
    return texts_to_java (env, r->texts);
  case RESULT_BYTES:
    return bytes_to_java (env, r->bytes.data, r->bytes.size);
  case RESULT_STRUCT:
    return struct_to_java (env, c->structure, r->structure);
  case RESULT_STRUCTS:
    return structs_to_java (env, c->structure, r->structures);
  }
  return NULL;
}
