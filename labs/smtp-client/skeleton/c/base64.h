// Base64 (RFC 4648, 4), which the C library does not have. It encodes, and does not decode. It breaks no lines: where
// the text must be cut is your work.
#ifndef BASE64_H
#define BASE64_H

#include <stddef.h>

// How many characters `length` bytes become.
size_t base64_length(size_t length);

// Writes that many characters to `text`, and no NUL behind them. For example "Hi!", 3 bytes: SGkh.
void base64_encode(const char *bytes, size_t length, char *text);

#endif
