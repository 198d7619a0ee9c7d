// SHA-1 (FIPS 180-4, 6.1), which the C library does not have. It tells keys apart; it keeps no secrets, for it is
// broken.
#ifndef SHA1_H
#define SHA1_H

#include <stddef.h>
#include <stdint.h>

// Writes the hash of `length` bytes to `digest`. For example of "abc", 3 bytes: a9 99 3e 36 ...
void sha1(const char *bytes, size_t length, uint8_t digest[20]);

#endif
