#include "base64.h"

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_length(size_t length) {
    return length / 3 * 4 + (length % 3 > 0 ? 4 : 0);
}

void base64_encode(const char *bytes, size_t length, char *text) {
    // Three bytes are four digits of six bits. What is missing of the last three counts as zero, and "=" says so.
    for (size_t at = 0; at < length; at += 3) {
        size_t left = length - at;
        unsigned long bits = (unsigned long)(unsigned char)bytes[at] << 16;
        if (left > 1)
            bits |= (unsigned long)(unsigned char)bytes[at + 1] << 8;
        if (left > 2)
            bits |= (unsigned char)bytes[at + 2];
        *text++ = DIGITS[bits >> 18];
        *text++ = DIGITS[bits >> 12 & 63];
        *text++ = left > 1 ? DIGITS[bits >> 6 & 63] : '=';
        *text++ = left > 2 ? DIGITS[bits & 63] : '=';
    }
}
