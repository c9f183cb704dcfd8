/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Structs, as objects of the class that each has. */

#include <stdio.h>
#include <stdlib.h>

#include "java.h"

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

jobject
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

jobject
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
