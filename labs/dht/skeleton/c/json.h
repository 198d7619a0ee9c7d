// JSON (RFC 8259), which the C library does not have: values as trees, read from bytes and written to bytes.
//
//     struct json *message = json_parse(datagram, length);    // NULL: it is no JSON
//     const struct json *type = json_get(message, "type");    // NULL: there is none
//     if (json_is(type, "ping")) ...
//     json_free(message);
//
//     struct json *answer = json_object();
//     json_set(answer, "type", json_string("pong", 4));
//     json_set(answer, "tx", json_copy(json_get(message, "tx")));
//     char *text = json_write(answer, &length);                // {"type":"pong","tx":"a1"}
//     free(text);
//     json_free(answer);
//
// Limits. Nothing is parsed that is more than 100 deep, or that is no UTF-8; half a surrogate pair (\ud83d alone) is
// none. Of several members of one name the last counts. The locale must be "C", which it is as long as nobody calls
// setlocale. When there is no memory left, the program ends with a word on stderr.
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    // Of a string: its bytes in UTF-8; of a number: as it is written. A NUL stands behind them, and there may be others
    // within a string (\u0000), so `length` counts.
    char *text;
    size_t length;
    // Of an array or an object: its items or members, a list by `next`. A member has a name, with a NUL behind it.
    struct json *first, *last;
    struct json *next;
    char *name;
    size_t name_length;
};

// Reads one value, with nothing but white space around it. NULL if it is no JSON. To be freed with json_free.
struct json *json_parse(const char *bytes, size_t length);

// Writes a value without white space. `length` becomes the number of bytes; a NUL stands behind them. To be freed with
// free.
char *json_write(const struct json *value, size_t *length);

// Frees a value with all that is in it; NULL is nothing to free.
void json_free(struct json *value);

// Questions. They take NULL for `value`, and answer it like a value of another type.
const struct json *json_get(const struct json *value, const char *name);    // a member of an object, or NULL
bool json_is(const struct json *value, const char *text);                   // is it this string?
bool json_same_string(const struct json *value, const struct json *other);  // are both strings, and the same?
// Is it an integer from `min` to `max`, which are within 2^53 of 0? Then it is in `*number`. 11, 11.0 and 1.1e1 are the
// same number.
bool json_integer(const struct json *value, long min, long max, long *number);

// New values, each of its own memory.
struct json *json_null(void);
struct json *json_number(long number);
struct json *json_string(const char *bytes, size_t length);    // UTF-8
struct json *json_array(void);
struct json *json_object(void);
struct json *json_copy(const struct json *value);    // NULL of NULL

// Put an item at the end of an array, or a member into an object, in place of one of that name. The array or object
// owns it then, so do not free it on its own. NULL for `item` becomes null.
void json_append(struct json *array, struct json *item);
void json_set(struct json *object, const char *name, struct json *item);

#endif
