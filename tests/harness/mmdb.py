"""Small databases of addresses in MaxMind's format.

https://maxmind.github.io/MaxMind-DB/
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

STRING, MAP, UINT16, UINT32, UINT64, ARRAY = 2, 7, 5, 6, 9, 11
EMPTY = -1


def database(networks: dict[str, dict[str, Any]]) -> bytes:
    """A database of IPv4 networks, none within another."""
    nodes = [[EMPTY, EMPTY]]
    data = b""
    leaves: dict[tuple[int, int], int] = {}
    for text, record in networks.items():
        network = IPv4Network(text)
        bits = f"{int(network.network_address):032b}"[: network.prefixlen]
        node = 0
        for bit in bits[:-1]:
            if nodes[node][int(bit)] == EMPTY:
                nodes.append([EMPTY, EMPTY])
                nodes[node][int(bit)] = len(nodes) - 1
            node = nodes[node][int(bit)]
        leaves[node, int(bits[-1])] = len(data)
        data += encoded(record)
    count = len(nodes)
    tree = b""
    for node, sides in enumerate(nodes):
        for side, held in enumerate(sides):
            at = leaves.get((node, side))
            value = count + 16 + at if at is not None else count if held == EMPTY else held
            tree += value.to_bytes(3, "big")
    metadata = encoded(
        {
            "binary_format_major_version": (UINT16, 2),
            "binary_format_minor_version": (UINT16, 0),
            "build_epoch": (UINT64, 1_790_000_000),
            "database_type": "Test",
            "description": {"en": "made by a test"},
            "ip_version": (UINT16, 4),
            "languages": ["en"],
            "node_count": (UINT32, count),
            "record_size": (UINT16, 24),
        }
    )
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata


def encoded(value: Any) -> bytes:
    match value:
        case dict():
            inner = b"".join(encoded(name) + encoded(held) for name, held in value.items())
            return control(MAP, len(value)) + inner
        case list():
            return control(ARRAY, len(value)) + b"".join(map(encoded, value))
        case str():
            text = value.encode()
            return control(STRING, len(text)) + text
        case int():
            return encoded((UINT32, value))
        case (kind, number):
            octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
            return control(kind, len(octets)) + octets
    raise TypeError(value)


def control(kind: int, size: int) -> bytes:
    assert size < 29
    return bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])
