"""Questions of DNS as they are sent. (RFC 1035, section 4.)"""

from __future__ import annotations

import struct


def question(number: int, name: str) -> bytes:
    """A question for a name's addresses."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">HHHHHH", number, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 1, 1)
