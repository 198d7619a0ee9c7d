#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 100 };

// Memory, and texts that grow

static void *memory(void *old, size_t size) {
    void *block = realloc(old, size);
    if (block == NULL) {
        fputs("json: no memory left\n", stderr);
        exit(EXIT_FAILURE);
    }
    return block;
}

struct buffer {
    char *bytes;
    size_t length, room;
};

// Keeps a NUL behind the bytes.
static void add(struct buffer *to, const char *bytes, size_t length) {
    if (to->length + length >= to->room) {
        to->room = 2 * (to->length + length) + 16;
        to->bytes = memory(to->bytes, to->room);
    }
    if (length > 0)
        memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = '\0';
}

// Values

static struct json *new_value(enum json_type type) {
    struct json *value = memory(NULL, sizeof *value);
    *value = (struct json){.type = type};
    return value;
}

static struct json *new_text(enum json_type type, const char *bytes, size_t length) {
    struct buffer text = {0};
    add(&text, bytes, length);
    struct json *value = new_value(type);
    value->text = text.bytes;
    value->length = text.length;
    return value;
}

static void set_name(struct json *value, const char *name, size_t length) {
    struct buffer text = {0};
    add(&text, name, length);
    free(value->name);
    value->name = text.bytes;
    value->name_length = text.length;
}

struct json *json_null(void) {
    return new_value(JSON_NULL);
}

struct json *json_number(long number) {
    char text[32];
    int length = snprintf(text, sizeof text, "%ld", number);
    return new_text(JSON_NUMBER, text, (size_t)length);
}

struct json *json_string(const char *bytes, size_t length) {
    return new_text(JSON_STRING, bytes, length);
}

struct json *json_array(void) {
    return new_value(JSON_ARRAY);
}

struct json *json_object(void) {
    return new_value(JSON_OBJECT);
}

void json_append(struct json *array, struct json *item) {
    if (item == NULL)
        item = json_null();
    if (array->last == NULL)
        array->first = item;
    else
        array->last->next = item;
    array->last = item;
}

struct json *json_copy(const struct json *value) {
    if (value == NULL)
        return NULL;
    struct json *copy =
        value->text == NULL ? new_value(value->type) : new_text(value->type, value->text, value->length);
    for (const struct json *item = value->first; item != NULL; item = item->next) {
        struct json *own = json_copy(item);
        if (item->name != NULL)
            set_name(own, item->name, item->name_length);
        json_append(copy, own);
    }
    return copy;
}

void json_free(struct json *value) {
    if (value == NULL)
        return;
    for (struct json *item = value->first, *next; item != NULL; item = next) {
        next = item->next;
        json_free(item);
    }
    free(value->text);
    free(value->name);
    free(value);
}

static bool is_named(const struct json *member, const char *name) {
    return member->name_length == strlen(name) && memcmp(member->name, name, member->name_length) == 0;
}

void json_set(struct json *object, const char *name, struct json *item) {
    if (item == NULL)
        item = json_null();
    set_name(item, name, strlen(name));
    struct json *before = NULL, *old = NULL;    // the member that counts, and the one in front of it
    struct json *previous = NULL;
    for (struct json *member = object->first; member != NULL; previous = member, member = member->next)
        if (is_named(member, name)) {
            before = previous;
            old = member;
        }
    if (old == NULL) {
        json_append(object, item);
        return;
    }
    item->next = old->next;
    if (before == NULL)
        object->first = item;
    else
        before->next = item;
    if (object->last == old)
        object->last = item;
    json_free(old);
}

// Questions

const struct json *json_get(const struct json *value, const char *name) {
    const struct json *found = NULL;
    if (value != NULL && value->type == JSON_OBJECT)
        for (const struct json *member = value->first; member != NULL; member = member->next)
            if (is_named(member, name))
                found = member;
    return found;
}

static bool is_string(const struct json *value, const char *bytes, size_t length) {
    return value != NULL && value->type == JSON_STRING && value->length == length &&
           memcmp(value->text, bytes, length) == 0;
}

bool json_is(const struct json *value, const char *text) {
    return is_string(value, text, strlen(text));
}

bool json_same_string(const struct json *value, const struct json *other) {
    return other != NULL && other->type == JSON_STRING && is_string(value, other->text, other->length);
}

bool json_integer(const struct json *value, long min, long max, long *number) {
    if (value == NULL || value->type != JSON_NUMBER)
        return false;
    double exact = strtod(value->text, NULL);    // infinite if it is too large, and then beyond max
    if (!(exact >= (double)min && exact <= (double)max) || exact != (double)(long)exact)
        return false;
    *number = (long)exact;
    return true;
}

// Reading

struct reader {
    const char *at, *end;
    int depth;
};

// Is this character next? Then it is read.
static bool take(struct reader *from, char wanted) {
    if (from->at == from->end || *from->at != wanted)
        return false;
    from->at++;
    return true;
}

static bool take_word(struct reader *from, const char *word) {
    while (*word != '\0')
        if (!take(from, *word++))
            return false;
    return true;
}

static void skip_blanks(struct reader *from) {
    while (take(from, ' ') || take(from, '\t') || take(from, '\n') || take(from, '\r'))
        ;
}

// At least one digit.
static bool take_digits(struct reader *from) {
    const char *start = from->at;
    while (from->at != from->end && *from->at >= '0' && *from->at <= '9')
        from->at++;
    return from->at > start;
}

static struct json *read_number(struct reader *from) {
    const char *start = from->at;
    take(from, '-');
    if (!take(from, '0') && !take_digits(from))
        return NULL;
    if (take(from, '.') && !take_digits(from))
        return NULL;
    if (take(from, 'e') || take(from, 'E')) {
        if (!take(from, '+'))
            take(from, '-');
        if (!take_digits(from))
            return NULL;
    }
    return new_text(JSON_NUMBER, start, (size_t)(from->at - start));
}

// How many bytes the character has that begins here, 2 to 4; 0 if it is no UTF-8 (RFC 3629, 4).
static size_t character_length(const char *bytes, size_t left) {
    const unsigned char *at = (const unsigned char *)bytes;
    size_t length = at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;
    if (length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
    // Longer than it need be, half a surrogate pair, or beyond U+10FFFF.
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf0 && at[1] < 0x90) ||
        (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

static void add_character(struct buffer *to, unsigned long code) {
    char bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3f));
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(lead[length] | code);
    add(to, bytes, length);
}

// Four hexadecimal digits.
static bool take_unit(struct reader *from, unsigned long *unit) {
    static const char digits[] = "0123456789abcdefABCDEF";
    *unit = 0;
    for (int i = 0; i < 4; i++, from->at++) {
        const char *digit = from->at == from->end ? NULL : memchr(digits, *from->at, sizeof digits - 1);
        if (digit == NULL)
            return false;
        long value = digit - digits;
        *unit = *unit << 4 | (unsigned long)(value < 16 ? value : value - 6);
    }
    return true;
}

// What stands behind a backslash.
static bool read_escape(struct reader *from, struct buffer *to) {
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    for (int i = 0; letters[i] != '\0'; i++)
        if (take(from, letters[i])) {
            add(to, &meant[i], 1);
            return true;
        }
    unsigned long code, low;
    if (!take(from, 'u') || !take_unit(from, &code) || (code >= 0xdc00 && code <= 0xdfff))
        return false;
    if (code >= 0xd800 && code <= 0xdbff) {
        if (!take_word(from, "\\u") || !take_unit(from, &low) || low < 0xdc00 || low > 0xdfff)
            return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    add_character(to, code);
    return true;
}

// A string whose opening quote has been read. `to` holds what there was of it, in any case.
static bool read_string(struct reader *from, struct buffer *to) {
    add(to, "", 0);
    while (!take(from, '"')) {
        if (from->at == from->end || (unsigned char)*from->at < 0x20)
            return false;
        if (take(from, '\\')) {
            if (!read_escape(from, to))
                return false;
            continue;
        }
        size_t length = 1;
        if ((unsigned char)*from->at >= 0x80)
            length = character_length(from->at, (size_t)(from->end - from->at));
        if (length == 0)
            return false;
        add(to, from->at, length);
        from->at += length;
    }
    return true;
}

static struct json *read_value(struct reader *from);

static bool read_item(struct reader *from, struct json *into) {
    struct json *item = read_value(from);
    if (item == NULL)
        return false;
    json_append(into, item);
    return true;
}

static bool read_member(struct reader *from, struct json *into) {
    struct buffer name = {0};
    skip_blanks(from);
    bool right = take(from, '"') && read_string(from, &name);
    skip_blanks(from);
    right = right && take(from, ':') && read_item(from, into);
    if (right)
        set_name(into->last, name.bytes, name.length);
    free(name.bytes);
    return right;
}

// An array or an object whose opening bracket has been read.
static struct json *read_list(struct reader *from, enum json_type type) {
    char closing = type == JSON_ARRAY ? ']' : '}';
    struct json *list = new_value(type);
    skip_blanks(from);
    bool right = ++from->depth <= DEEPEST;
    if (right && !take(from, closing)) {
        do
            right = type == JSON_ARRAY ? read_item(from, list) : read_member(from, list);
        while (right && take(from, ','));
        right = right && take(from, closing);
    }
    from->depth--;
    if (right)
        return list;
    json_free(list);
    return NULL;
}

// A value, with the blanks around it.
static struct json *read_value(struct reader *from) {
    struct json *value = NULL;
    skip_blanks(from);
    if (take(from, '[')) {
        value = read_list(from, JSON_ARRAY);
    } else if (take(from, '{')) {
        value = read_list(from, JSON_OBJECT);
    } else if (take(from, '"')) {
        struct buffer text = {0};
        if (read_string(from, &text))
            value = new_text(JSON_STRING, text.bytes, text.length);
        free(text.bytes);
    } else if (take(from, 'n')) {
        value = take_word(from, "ull") ? new_value(JSON_NULL) : NULL;
    } else if (take(from, 't')) {
        value = take_word(from, "rue") ? new_value(JSON_TRUE) : NULL;
    } else if (take(from, 'f')) {
        value = take_word(from, "alse") ? new_value(JSON_FALSE) : NULL;
    } else {
        value = read_number(from);
    }
    skip_blanks(from);
    return value;
}

struct json *json_parse(const char *bytes, size_t length) {
    struct reader from = {bytes, bytes + length, 0};
    struct json *value = read_value(&from);
    if (value == NULL || from.at == from.end)
        return value;
    json_free(value);
    return NULL;
}

// Writing

static void write_string(struct buffer *to, const char *bytes, size_t length) {
    add(to, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x20) {
            char escaped[8];
            snprintf(escaped, sizeof escaped, "\\u%04x", byte);
            add(to, escaped, 6);
            continue;
        }
        if (byte == '"' || byte == '\\')
            add(to, "\\", 1);
        add(to, bytes + i, 1);
    }
    add(to, "\"", 1);
}

static void write_value(struct buffer *to, const struct json *value) {
    switch (value->type) {
    case JSON_NULL:
        add(to, "null", 4);
        return;
    case JSON_FALSE:
        add(to, "false", 5);
        return;
    case JSON_TRUE:
        add(to, "true", 4);
        return;
    case JSON_NUMBER:
        add(to, value->text, value->length);
        return;
    case JSON_STRING:
        write_string(to, value->text, value->length);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    add(to, value->type == JSON_ARRAY ? "[" : "{", 1);
    for (const struct json *item = value->first; item != NULL; item = item->next) {
        if (item != value->first)
            add(to, ",", 1);
        if (value->type == JSON_OBJECT) {
            write_string(to, item->name, item->name_length);
            add(to, ":", 1);
        }
        write_value(to, item);
    }
    add(to, value->type == JSON_ARRAY ? "]" : "}", 1);
}

char *json_write(const struct json *value, size_t *length) {
    struct buffer text = {0};
    write_value(&text, value);
    *length = text.length;
    return text.bytes;
}
