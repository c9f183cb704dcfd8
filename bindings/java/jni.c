/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the Java package: Native.java declares these functions. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* vasprintf */
#endif

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jni.h>

#include "calls.h"

#define PACKAGE_PATH "com/redhat/et/libguestfs/"
#define NATIVE(name) Java_com_redhat_et_libguestfs_Native_##name

/* What every call needs is looked up once. */
static struct {
  JavaVM *vm;
  jclass boolean, integer, long_, string, strings, bytes;
  jmethodID boolean_value, int_value, long_value;       /* of an object */
  jmethodID event;                                      /* EventCallback's */
} java;

/* ---- Exceptions ---- */

__attribute__ ((format (printf, 3, 4)))
static void
throw_exception (JNIEnv *env, const char *class_name, const char *fs, ...)
{
  jclass class = (*env)->FindClass (env, class_name);
  char *message = NULL;
  va_list args;

  va_start (args, fs);
  if (vasprintf (&message, fs, args) == -1)
    message = NULL;
  va_end (args);
  if (class)
    (*env)->ThrowNew (env, class, message ? message : class_name);
  free (message);
}

static void
throw_no_memory (JNIEnv *env)
{
  throw_exception (env, PACKAGE_PATH "LibGuestFSOutOfMemory",
                   "not enough memory");
}

static void
throw_closed (JNIEnv *env, const char *method)
{
  throw_exception (env, PACKAGE_PATH "LibGuestFSException",
                   "%s: handle is closed", method);
}

/* ---- Text ----
 *
 * JNI's own functions for text know only Java's variant of UTF-8.  A byte that
 * is no UTF-8 is 0xdc00 plus the byte in Java, which is no character, so that
 * names survive the way through a program. */

#define ESCAPE 0xdc00

/* The length of a valid sequence at the start, and its character; or 0. */
static size_t
utf8_sequence (const unsigned char *s, size_t size, uint32_t *ret_c)
{
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  const size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc0 ? 0 : s[0] < 0xe0 ? 2
    : s[0] < 0xf0 ? 3 : s[0] < 0xf8 ? 4 : 0;
  uint32_t c = n == 1 ? s[0] : n ? s[0] & (0xff >> (n + 1)) : 0;

  if (n == 0 || n > size)
    return 0;
  for (size_t i = 1; i < n; ++i) {
    if ((s[i] & 0xc0) != 0x80)
      return 0;
    c = c << 6 | (s[i] & 0x3f);
  }
  if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
    return 0;
  *ret_c = c;
  return n;
}

static size_t
utf8_to_utf16 (const unsigned char *s, size_t size, jchar *out)
{
  size_t n = 0, length;
  uint32_t c;

  for (size_t i = 0; i < size; i += length ? length : 1) {
    length = utf8_sequence (s + i, size - i, &c);
    if (!length)
      out[n++] = (jchar) (ESCAPE + s[i]);
    else if (c < 0x10000)
      out[n++] = (jchar) c;
    else {
      out[n++] = (jchar) (0xd800 + ((c - 0x10000) >> 10));
      out[n++] = (jchar) (0xdc00 + (c & 0x3ff));
    }
  }
  return n;
}

static jstring
text_to_java (JNIEnv *env, const char *text, size_t size)
{
  jchar *buffer = size < INT_MAX ? malloc ((size + 1) * sizeof *buffer) : NULL;
  jstring s;
  size_t n;

  if (!buffer) {
    throw_no_memory (env);
    return NULL;
  }
  n = utf8_to_utf16 ((const unsigned char *) text, size, buffer);
  s = (*env)->NewString (env, buffer, (jsize) n);
  free (buffer);
  return s;
}

static jstring
string_to_java (JNIEnv *env, const char *text)
{
  return text ? text_to_java (env, text, strlen (text)) : NULL;
}

static size_t
put_utf8 (uint32_t c, char *out)
{
  static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
  const size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

  for (size_t i = n; i-- > 1; c >>= 6)
    out[i] = (char) (0x80 | (c & 0x3f));
  out[0] = (char) (first[n] | c);
  return n;
}

static bool
is_pair (const jchar *s, size_t n)
{
  return n > 1 && s[0] >= 0xd800 && s[0] < 0xdc00
    && s[1] >= 0xdc00 && s[1] < 0xe000;
}

/* Each character needs up to three bytes. */
static size_t
utf16_to_utf8 (const jchar *s, size_t n, char *out)
{
  size_t size = 0;

  for (size_t i = 0; i < n; ++i)
    if (s[i] >= ESCAPE + 0x80 && s[i] <= ESCAPE + 0xff)
      out[size++] = (char) (s[i] - ESCAPE);
    else if (is_pair (s + i, n - i)) {
      size += put_utf8 (0x10000 + ((uint32_t) (s[i] - 0xd800) << 10)
                        + (s[i+1] - 0xdc00), out + size);
      ++i;
    } else
      size += put_utf8 (s[i], out + size);
  return size;
}

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
  size_t size;

  if (!chars) {
    throw_no_memory (t->env);
    return NULL;
  }
  size = utf16_to_utf8 (chars, n, copy);
  (*t->env)->ReleaseStringCritical (t->env, s, chars);
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

/* ---- To Java ----
 *
 * These return NULL after an exception, too. */

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

/* ---- Structs ---- */

static const char *
field_signature (enum call_field_type type)
{
  switch (type) {
  case FIELD_CHAR:
    return "C";
  case FIELD_TEXT:
  case FIELD_BYTES:
  case FIELD_UUID:
    return "Ljava/lang/String;";
  case FIELD_UINT32:
  case FIELD_INT32:
    return "I";
  case FIELD_UINT64:
  case FIELD_INT64:
    return "J";
  case FIELD_PERCENT:
    return "F";
  }
  return NULL;
}

/* A struct's class and the ids of its fields. */
struct java_struct {
  const struct call_struct *structure;
  jclass class;
  jfieldID *ids;
};

static int
java_struct_find (JNIEnv *env, const struct call_struct *structure,
                  struct java_struct *j)
{
  char name[128];

  snprintf (name, sizeof name, PACKAGE_PATH "%s", structure->camel_name);
  j->structure = structure;
  j->ids = calloc (structure->nr_fields, sizeof *j->ids);
  j->class = (*env)->FindClass (env, name);
  if (!j->ids)
    throw_no_memory (env);
  if (!j->class || !j->ids)
    return -1;
  for (size_t i = 0; i < structure->nr_fields; ++i) {
    const struct call_field *f = &structure->fields[i];

    j->ids[i] = (*env)->GetFieldID (env, j->class, f->name,
                                    field_signature (f->type));
    if (!j->ids[i])
      return -1;
  }
  return 0;
}

static int
set_text (JNIEnv *env, jobject o, jfieldID id,
          const struct call_field_value *v)
{
  jstring s = text_to_java (env, v->data ? v->data : "", v->size);

  if (!s)
    return -1;
  (*env)->SetObjectField (env, o, id, s);
  (*env)->DeleteLocalRef (env, s);
  return 0;
}

static int
set_field (JNIEnv *env, jobject o, jfieldID id, enum call_field_type type,
           const struct call_field_value *v)
{
  switch (type) {
  case FIELD_CHAR:
    (*env)->SetCharField (env, o, id, (unsigned char) v->data[0]);
    break;
  case FIELD_TEXT:
  case FIELD_BYTES:
  case FIELD_UUID:
    return set_text (env, o, id, v);
  case FIELD_UINT32:
    (*env)->SetIntField (env, o, id, (jint) v->u64);
    break;
  case FIELD_INT32:
    (*env)->SetIntField (env, o, id, (jint) v->i64);
    break;
  case FIELD_UINT64:
    (*env)->SetLongField (env, o, id, (jlong) v->u64);
    break;
  case FIELD_INT64:
    (*env)->SetLongField (env, o, id, v->i64);
    break;
  case FIELD_PERCENT:
    (*env)->SetFloatField (env, o, id, (jfloat) v->percent);
    break;
  }
  return 0;
}

static jobject
object_of_struct (JNIEnv *env, const struct java_struct *j, const void *s)
{
  jobject o = (*env)->AllocObject (env, j->class);

  for (size_t i = 0; o && i < j->structure->nr_fields; ++i) {
    const struct call_field *f = &j->structure->fields[i];
    const struct call_field_value v = call_get_field (s, f);

    if (set_field (env, o, j->ids[i], f->type, &v) == -1)
      return NULL;
  }
  return o;
}

static jobject
struct_to_java (JNIEnv *env, const struct call_struct *structure,
                const void *s)
{
  struct java_struct j = { 0 };
  jobject o = NULL;

  if (java_struct_find (env, structure, &j) == 0)
    o = object_of_struct (env, &j, s);
  free (j.ids);
  return o;
}

static jobject
array_of_structs (JNIEnv *env, const struct java_struct *j, const void *list)
{
  const size_t n = call_structs_len (list);
  jobjectArray array =
    (*env)->NewObjectArray (env, (jsize) n, j->class, NULL);

  for (size_t i = 0; array && i < n; ++i) {
    jobject o = object_of_struct (env, j,
                                  call_structs_get (j->structure, list, i));

    if (!o)
      return NULL;
    (*env)->SetObjectArrayElement (env, array, (jsize) i, o);
    (*env)->DeleteLocalRef (env, o);
  }
  return array;
}

static jobject
structs_to_java (JNIEnv *env, const struct call_struct *structure,
                 const void *list)
{
  struct java_struct j = { 0 };
  jobject o = NULL;

  if (java_struct_find (env, structure, &j) == 0)
    o = array_of_structs (env, &j, list);
  free (j.ids);
  return o;
}

static jobject
result_to_java (JNIEnv *env, const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
  case RESULT_BOOL:
  case RESULT_INT:
  case RESULT_INT64:
    return NULL;                /* see number_of */
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

/* ---- Calls ---- */

static struct call_handle *
handle_of (jlong handle)
{
  return (struct call_handle *) (intptr_t) handle;
}

static void
throw_error (JNIEnv *env, const char *message, int number)
{
  jclass class = (*env)->FindClass (env, PACKAGE_PATH "LibGuestFSException");
  jmethodID init = class
    ? (*env)->GetMethodID (env, class, "<init>", "(Ljava/lang/String;I)V")
    : NULL;
  jstring text = init ? string_to_java (env, message) : NULL;
  jthrowable e = text
    ? (*env)->NewObject (env, class, init, text, number) : NULL;

  if (e)
    (*env)->Throw (env, e);
}

static jlong
number_of (const struct call *c, const union call_result *r)
{
  return c->result == RESULT_INT64 ? r->i64 : r->i;
}

/* What Java gives to a call. */
struct request {
  JNIEnv *env;
  struct call_handle *h;
  const struct call *c;
  jobjectArray args, optargs;
};

static int
run (const struct request *q, guestfs_h *g, union call_result *r)
{
  struct call_values values;
  struct target t = { .env = q->env, .values = &values, .call = q->c->name };
  const char *message;
  int failed;

  call_values_init (&values, q->c);
  failed = args_from_java (&t, q->c, q->args) == -1
    || optargs_from_java (&t, q->c, q->optargs) == -1;
  if (!failed && (failed = q->c->run (g, &values, r) == -1)) {
    message = guestfs_last_error (g);
    throw_error (q->env, message ? message : q->c->name,
                 guestfs_last_errno (g));
  }
  call_values_done (&values);
  return failed ? -1 : 0;
}

/* Makes the call: its number is returned, any other result is *ret_object. */
static jlong
call_action (const struct request *q, jobject *ret_object)
{
  guestfs_h *g = call_handle_enter (q->h);
  union call_result r = { 0 };
  jlong number = 0;

  if (!g) {
    throw_closed (q->env, q->c->name);
    return 0;
  }
  if (run (q, g, &r) == 0) {
    number = number_of (q->c, &r);
    *ret_object = result_to_java (q->env, q->c, &r);
    call_result_done (q->c, &r);
  }
  call_handle_leave (q->h);
  return number;
}

static const struct call *
row_of (JNIEnv *env, jint row)
{
  if (row != -1)
    return &calls[row];
  throw_exception (env, PACKAGE_PATH "LibGuestFSException",
                   "the library is older than the package and lacks this "
                   "function");
  return NULL;
}

extern JNIEXPORT jobject JNICALL
NATIVE (call) (JNIEnv *env, jclass class, jobject self, jlong handle,
               jint row, jobjectArray args, jobjectArray optargs);

JNIEXPORT jobject JNICALL
NATIVE (call) (JNIEnv *env, jclass class, jobject self, jlong handle,
               jint row, jobjectArray args, jobjectArray optargs)
{
  const struct request q =
    { env, handle_of (handle), row_of (env, row), args, optargs };
  jobject o = NULL;

  (void) class;
  (void) self;
  if (q.c)
    call_action (&q, &o);
  return o;
}

extern JNIEXPORT jlong JNICALL
NATIVE (callNumber) (JNIEnv *env, jclass class, jobject self, jlong handle,
                     jint row, jobjectArray args, jobjectArray optargs);

/* The same for a boolean or a number: an object for it would be slow. */
JNIEXPORT jlong JNICALL
NATIVE (callNumber) (JNIEnv *env, jclass class, jobject self, jlong handle,
                     jint row, jobjectArray args, jobjectArray optargs)
{
  const struct request q =
    { env, handle_of (handle), row_of (env, row), args, optargs };
  jobject o;

  (void) class;
  (void) self;
  return q.c ? call_action (&q, &o) : 0;
}

extern JNIEXPORT jint JNICALL
NATIVE (find) (JNIEnv *env, jclass class, jstring name);

/* Names of actions are ASCII. */
JNIEXPORT jint JNICALL
NATIVE (find) (JNIEnv *env, jclass class, jstring name)
{
  const char *text = (*env)->GetStringUTFChars (env, name, NULL);
  const struct call *c = text ? call_find (text) : NULL;

  (void) class;
  if (text)
    (*env)->ReleaseStringUTFChars (env, name, text);
  return c ? (jint) (c - calls) : -1;
}

extern JNIEXPORT jstring JNICALL
NATIVE (decode) (JNIEnv *env, jclass class, jbyteArray bytes);

JNIEXPORT jstring JNICALL
NATIVE (decode) (JNIEnv *env, jclass class, jbyteArray bytes)
{
  const jsize n = (*env)->GetArrayLength (env, bytes);
  jbyte *data = (*env)->GetByteArrayElements (env, bytes, NULL);
  jstring s;

  (void) class;
  if (!data)
    return NULL;
  s = text_to_java (env, (const char *) data, (size_t) n);
  (*env)->ReleaseByteArrayElements (env, bytes, data, JNI_ABORT);
  return s;
}

/* ---- The handle ---- */

extern JNIEXPORT jlong JNICALL
NATIVE (create) (JNIEnv *env, jclass class, jint flags);

JNIEXPORT jlong JNICALL
NATIVE (create) (JNIEnv *env, jclass class, jint flags)
{
  struct call_handle *h = call_handle_create ((unsigned) flags);

  (void) class;
  if (!h)
    throw_error (env, strerror (errno), errno);
  return (jlong) (intptr_t) h;
}

extern JNIEXPORT void JNICALL
NATIVE (close) (JNIEnv *env, jclass class, jobject self, jlong handle);

JNIEXPORT void JNICALL
NATIVE (close) (JNIEnv *env, jclass class, jobject self, jlong handle)
{
  (void) env;
  (void) class;
  (void) self;
  call_handle_close (handle_of (handle));
}

extern JNIEXPORT void JNICALL
NATIVE (free) (JNIEnv *env, jclass class, jlong handle);

JNIEXPORT void JNICALL
NATIVE (free) (JNIEnv *env, jclass class, jlong handle)
{
  (void) env;
  (void) class;
  call_handle_free (handle_of (handle));
}

/* ---- Events ---- */

/* True when the virtual machine is about to end. */
static volatile bool forgotten;

extern JNIEXPORT void JNICALL
NATIVE (forgetCallbacks) (JNIEnv *env, jclass class);

JNIEXPORT void JNICALL
NATIVE (forgetCallbacks) (JNIEnv *env, jclass class)
{
  (void) env;
  (void) class;
  forgotten = true;
}

/* NULL for a thread that Java does not know: none that makes calls. */
static JNIEnv *
current_env (void)
{
  void *env = NULL;

  if (forgotten
      || (*java.vm)->GetEnv (java.vm, &env, JNI_VERSION_1_6) != JNI_OK)
    return NULL;
  return env;
}

static jlongArray
numbers_to_java (JNIEnv *env, const uint64_t *numbers, size_t n)
{
  jlongArray array = (*env)->NewLongArray (env, (jsize) n);

  if (array)
    (*env)->SetLongArrayRegion (env, array, 0, (jsize) n,
                                (const jlong *) numbers);
  return array;
}

/* An exception has nobody to go to: it is printed. */
static void
event_to_java (guestfs_h *g, void *callback, uint64_t event, int eh,
               int flags, const char *buf, size_t buf_len,
               const uint64_t *array, size_t array_len)
{
  JNIEnv *env = current_env ();
  jobject o;

  (void) g;
  (void) flags;
  if (!env || (*env)->PushLocalFrame (env, 8) != 0)
    return;
  o = (*env)->NewLocalRef (env, callback);      /* it may delete itself */
  jstring text = text_to_java (env, buf, buf_len);
  jlongArray numbers =
    text ? numbers_to_java (env, array, array_len) : NULL;
  if (numbers)
    (*env)->CallVoidMethod (env, o, java.event, (jlong) event, (jint) eh,
                            text, numbers);
  if ((*env)->ExceptionCheck (env)) {
    (*env)->ExceptionDescribe (env);
    (*env)->ExceptionClear (env);
  }
  (*env)->PopLocalFrame (env, NULL);
}

static void
release_callback (void *callback)
{
  JNIEnv *env = current_env ();

  if (env)
    (*env)->DeleteGlobalRef (env, callback);
}

static int
add_event (JNIEnv *env, struct call_handle *h, jobject callback, jlong mask)
{
  jobject kept = (*env)->NewGlobalRef (env, callback);
  int eh;

  if (!kept) {
    throw_no_memory (env);
    return -1;
  }
  eh = call_handle_add_event (h, event_to_java, (uint64_t) mask, kept,
                              release_callback);
  if (eh != -1)
    return eh;
  (*env)->DeleteGlobalRef (env, kept);
  if (errno == EBADF)
    throw_closed (env, "set_event_callback");
  else
    throw_error (env, strerror (errno), errno);
  return -1;
}

extern JNIEXPORT jint JNICALL
NATIVE (addEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                   jobject callback, jlong mask);

JNIEXPORT jint JNICALL
NATIVE (addEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                   jobject callback, jlong mask)
{
  (void) class;
  (void) self;
  if (!callback) {
    throw_exception (env, "java/lang/NullPointerException",
                     "set_event_callback: callback must not be null");
    return -1;
  }
  return add_event (env, handle_of (handle), callback, mask);
}

extern JNIEXPORT void JNICALL
NATIVE (deleteEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                      jint eh);

JNIEXPORT void JNICALL
NATIVE (deleteEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                      jint eh)
{
  (void) env;
  (void) class;
  (void) self;
  call_handle_delete_event (handle_of (handle), eh);
}

extern JNIEXPORT jstring JNICALL
NATIVE (eventToString) (JNIEnv *env, jclass class, jlong mask);

JNIEXPORT jstring JNICALL
NATIVE (eventToString) (JNIEnv *env, jclass class, jlong mask)
{
  char *names = guestfs_event_to_string ((uint64_t) mask);
  jstring s;

  (void) class;
  if (!names) {
    throw_no_memory (env);
    return NULL;
  }
  s = string_to_java (env, names);
  free (names);
  return s;
}

/* ---- Loading ---- */

static jclass
keep_class (JNIEnv *env, const char *name)
{
  jclass local = (*env)->FindClass (env, name);

  return local ? (*env)->NewGlobalRef (env, local) : NULL;
}

static bool
find_classes (JNIEnv *env)
{
  return (java.boolean = keep_class (env, "java/lang/Boolean"))
    && (java.integer = keep_class (env, "java/lang/Integer"))
    && (java.long_ = keep_class (env, "java/lang/Long"))
    && (java.string = keep_class (env, "java/lang/String"))
    && (java.strings = keep_class (env, "[Ljava/lang/String;"))
    && (java.bytes = keep_class (env, "[B"));
}

static bool
find_methods (JNIEnv *env)
{
  const struct JNINativeInterface_ *j = *env;
  jclass callback = j->FindClass (env, PACKAGE_PATH "EventCallback");

  return callback
    && (java.boolean_value =
        j->GetMethodID (env, java.boolean, "booleanValue", "()Z"))
    && (java.int_value = j->GetMethodID (env, java.integer, "intValue", "()I"))
    && (java.long_value = j->GetMethodID (env, java.long_, "longValue", "()J"))
    && (java.event = j->GetMethodID (env, callback, "event",
                                     "(JILjava/lang/String;[J)V"));
}

JNIEXPORT jint JNICALL
JNI_OnLoad (JavaVM *vm, void *reserved)
{
  void *env;

  (void) reserved;
  java.vm = vm;
  if ((*vm)->GetEnv (vm, &env, JNI_VERSION_1_6) != JNI_OK
      || !find_classes (env) || !find_methods (env))
    return JNI_ERR;
  return JNI_VERSION_1_6;
}
