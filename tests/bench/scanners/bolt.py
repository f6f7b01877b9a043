"""Writes a file of bbolt, the key-value store that Trivy keeps its advisories in: all at once, as a
tree of nested buckets that is packed from its leaves upwards. The layout is bbolt's file format,
version 2."""

from __future__ import annotations

import struct
from pathlib import Path

PAGE_BYTES = 4096
MAGIC, VERSION = 0xED0CDAED, 2
BRANCH, LEAF, META, FREELIST = 1, 2, 4, 16
HEADER_BYTES = ELEMENT_BYTES = 16
# A bucket of at most this many bytes stands in its parent instead of on pages of its own.
INLINE_BYTES_MAX = PAGE_BYTES // 4

Bucket = dict[str, "Bucket | bytes"]


def write(path: Path, root: Bucket) -> None:
    """Writes the file anew."""
    pages = Pages()
    first = pages.bucket(root)
    free = pages.add(FREELIST, 0, b"")
    body = b"".join(pages.written)
    metas = b"".join(meta(number, first, free, pages.next) for number in (0, 1))
    path.write_bytes(metas + body)


def meta(number: int, root: int, free: int, end: int) -> bytes:
    """One of the two pages that a file begins with: where its root is, and where it ends."""
    head = struct.pack("<QHHI", number, META, 0, 0)
    fields = struct.pack("<IIIIQQQQQ", MAGIC, VERSION, PAGE_BYTES, 0, root, 0, free, end, number)
    page = head + fields + struct.pack("<Q", fnv(fields))
    return page.ljust(PAGE_BYTES, b"\0")


def fnv(data: bytes) -> int:
    """FNV-1a of 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


class Pages:
    """The pages behind the two metas, in the order in which they are written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.next = 2

    def add(self, kind: int, count: int, content: bytes) -> int:
        """A page, with as many behind it as its content overflows to; its number."""
        number = self.next
        pages = max(1, -(-(HEADER_BYTES + len(content)) // PAGE_BYTES))
        head = struct.pack("<QHHI", number, kind, count, pages - 1)
        self.written.append((head + content).ljust(pages * PAGE_BYTES, b"\0"))
        self.next += pages
        return number

    def bucket(self, bucket: Bucket) -> int:
        """A bucket on pages of its own; the number of its root page."""
        level = [
            (elements[0][1], self.add(LEAF, len(elements), leaf(elements)))
            for elements in packed(self.elements(bucket))
        ]
        while len(level) > 1:
            elements = [(0, key, struct.pack("<Q", page)) for key, page in level]
            level = [
                (group[0][1], self.add(BRANCH, len(group), branch(group)))
                for group in packed(elements)
            ]
        return level[0][1] if level else self.add(LEAF, 0, b"")

    def elements(self, bucket: Bucket) -> list[tuple[int, bytes, bytes]]:
        """What a bucket holds, in order: whether it is a bucket itself, its key, its value."""
        found = []
        for key, value in bucket.items():
            name = key.encode()
            if isinstance(value, bytes):
                found.append((0, name, value))
            else:
                found.append((1, name, self.nested(value)))
        return sorted(found, key=lambda element: element[1])

    def nested(self, bucket: Bucket) -> bytes:
        """The value that stands for a bucket: where it is, or all of it."""
        if all(isinstance(value, bytes) for value in bucket.values()):
            elements = self.elements(bucket)
            content = leaf(elements)
            if HEADER_BYTES + len(content) <= INLINE_BYTES_MAX:
                head = struct.pack("<QHHI", 0, LEAF, len(elements), 0)
                return struct.pack("<QQ", 0, 0) + head + content
        return struct.pack("<QQ", self.bucket(bucket), 0)


def packed(elements: list[tuple[int, bytes, bytes]]) -> list[list[tuple[int, bytes, bytes]]]:
    """The elements by page, as many on each as fit."""
    pages: list[list[tuple[int, bytes, bytes]]] = []
    used = PAGE_BYTES
    for element in elements:
        size = ELEMENT_BYTES + len(element[1]) + len(element[2])
        if used + size > PAGE_BYTES:
            pages.append([])
            used = HEADER_BYTES
        pages[-1].append(element)
        used += size
    return pages


def leaf(elements: list[tuple[int, bytes, bytes]]) -> bytes:
    """A leaf's content: its elements' heads, and then their keys and values."""
    heads, data = [], []
    place = len(elements) * ELEMENT_BYTES
    for number, (kind, key, value) in enumerate(elements):
        distance = place - number * ELEMENT_BYTES
        heads.append(struct.pack("<IIII", kind, distance, len(key), len(value)))
        data += [key, value]
        place += len(key) + len(value)
    return b"".join(heads + data)


def branch(elements: list[tuple[int, bytes, bytes]]) -> bytes:
    """A branch's content: its elements' heads with their pages, and then their keys."""
    heads, data = [], []
    place = len(elements) * ELEMENT_BYTES
    for number, (_, key, page) in enumerate(elements):
        heads.append(struct.pack("<II", place - number * ELEMENT_BYTES, len(key)) + page)
        data.append(key)
        place += len(key)
    return b"".join(heads + data)
