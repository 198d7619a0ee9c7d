"""Identifiers, clockwise from 0 to 65535 and on to 0."""
import hashlib

SIZE = 1 << 16


def identifier(key):
    return int.from_bytes(hashlib.sha1(key.encode()).digest()[:2], "big")


def steps(start, end):
    """Clockwise from one point to another; from a point to itself all the way round."""
    return (end - start) % SIZE or SIZE


def between(start, point, end):
    """Strictly."""
    return point != start and steps(start, point) < steps(start, end)


def in_range(start, point, end):
    """From after `start` up to `end` itself."""
    return steps(start, point) <= steps(start, end)
