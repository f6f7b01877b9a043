"""Ed25519ph, verified as RFC 8032 (sections 5.1.3, 5.1.7 and 6) has it: `cryptography` lacks it."""

from __future__ import annotations

from hashlib import sha512

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, PRIME) % PRIME

Point = tuple[int, int]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is one of the message, which is hashed first."""
    point, key = decode(signature[:32]), decode(public)
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or key is None or scalar >= ORDER:
        return False
    prefix = b"SigEd25519 no Ed25519 collisions\x01\x00"
    digest = sha512(prefix + signature[:32] + public + sha512(message).digest()).digest()
    factor = int.from_bytes(digest, "little") % ORDER
    base = decode((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))
    return multiply(scalar, base) == add(point, multiply(factor, key))


def decode(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    y, sign = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if x * x % PRIME != square:
        return None
    return (PRIME - x if x % 2 != sign else x), y


def add(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % PRIME
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME) % PRIME
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME) % PRIME
    return x, y


def multiply(factor: int, point: Point) -> Point:
    result = (0, 1)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result
