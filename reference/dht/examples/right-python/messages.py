"""Datagrams to dictionaries and back. A reference to a peer is a named tuple inside, an object outside."""
import ipaddress
import json
from collections import namedtuple

from circle import SIZE

MAX_DATAGRAM = 8192

Ref = namedtuple("Ref", "id host port")


def address(ref):
    return ref.host, ref.port


def encode(message):
    plain = {name: _plain(value) for name, value in message.items()}
    return json.dumps(plain, separators=(",", ":")).encode()


def _plain(value):
    if isinstance(value, Ref):
        return value._asdict()
    return [_plain(each) for each in value] if isinstance(value, list) else value


def decode(datagram):
    """The message with all fields that its type asks for, checked, and no others. ValueError if it is malformed."""
    try:
        message = _table(json.loads(datagram.decode(), parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deeply")
    kind = _text(message.get("type"))
    if kind not in FIELDS:
        raise ValueError(f"unknown type {kind}")
    checked = {name: read(message.get(name)) for name, read in FIELDS[kind].items()}
    return {"type": kind, "tx": _text(message.get("tx")), **checked}


def _refuse(value):
    raise ValueError(f"no number: {value}")


def _table(value):
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def _text(value):
    if not isinstance(value, str):
        raise ValueError("no string")
    value.encode()    # half a surrogate pair is no text (UnicodeEncodeError is a ValueError)
    return value


def _number(low, high):
    def read(value):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
            raise ValueError("no whole number")
        if not low <= value <= high:
            raise ValueError("out of range")
        return int(value)
    return read


def _nothing(value):
    if value is not None:
        raise ValueError("something where nothing belongs")


def _each(read):
    def read_all(value):
        if not isinstance(value, list):
            raise ValueError("no list")
        return [read(one) for one in value]
    return read_all


def _or_none(read):
    return lambda value: None if value is None else read(value)


def _host(value):
    return str(ipaddress.IPv4Address(_text(value)))


_id, _port, _hops = _number(0, SIZE - 1), _number(1, 65535), _number(0, 1 << 53)


def _origin(value):
    return _host(_table(value).get("host")), _port(value.get("port"))


def _ref(value):
    return Ref(_id(_table(value).get("id")), *_origin(value))


def _entry(value):
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("no entry")
    return [_text(value[0]), _each(_text)(value[1])]


FIELDS = {
    "ping": {"from": _ref},
    "pong": {"from": _ref, "predecessor": _or_none(_ref), "successors": _each(_ref)},
    "find": {"id": _id, "origin": _origin, "hops": _hops},
    "found": {"peer": _ref},
    "join": {"peer": _ref, "hops": _hops},
    "welcome": {"predecessor": _ref, "successors": _each(_ref)},
    "refused": {"reason": _text},
    "notify": {"peer": _ref},
    "transfer": {"entries": _each(_entry)},
    "put": {"key": _text, "value": _text},
    "get": {"key": _text},
    "ok": {},
    "values": {"values": _each(_text)},
    "leave": {"peer": _ref, "predecessor": _or_none(_ref), "successors": _each(_ref)},
    "state": {"self": _nothing},    # the answer has the same type, and asks nobody
}


def pack(entries):
    """Lists of entries, each list short enough for one datagram; a key's values may stand in several."""
    batch, size = [], 0
    for key, values in entries:
        for value in values:
            length = len(encode({"entries": [[key, [value]]]}))
            if batch and size + length > MAX_DATAGRAM - 200:
                yield batch
                batch, size = [], 0
            batch.append([key, [value]])
            size += length
    if batch:
        yield batch
