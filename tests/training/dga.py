"""Trains the model of generated domain names that `crates/engines/detect` ships as `data/dga.bin`.

    python tests/training/dga.py --out crates/engines/detect/data/dga.bin

Harmless names are those of Chromium's list of hosts that ask for HSTS, as the package
`hstspreload` ships it (BSD 3-clause, as Chromium's list): hosts that somebody runs, popular or not.
Generated names are made here, by generators that are no malware's: letters, letters and digits,
hexadecimal, syllables, with lengths drawn evenly. No family of malware is in the training, so that
every family is one that the model never saw.

The model is a logistic regression over the n-grams (2 to 4 signs) of the label that was registered,
over its public suffix, hashed into 2^15 weights, and over its length. `src/dns/dga.rs` reads what
this writes: eight bytes `BDGA0001`, the bias, the two thresholds and the scale as 32-bit floats,
then one signed byte for each weight.
"""

import argparse
import ast
import random
import re
import struct
from importlib.resources import files
from pathlib import Path

import numpy as np

BUCKETS = 1 << 15
LENGTHS = 32
# Shorter labels are not judged: what is short and looks random is mostly an abbreviation.
LABEL_MIN = 7
MAGIC = b"BDGA0001"
SIGNS = b"abcdefghijklmnopqrstuvwxyz0123456789-"
# Shares of harmless names that a threshold lets through: for one name alone, and for one of many.
SHARES = (0.0005, 0.02)


# Suffixes that generators use: cheap, or found in what is published of them; a few are drawn.
SUFFIXES = (
    ["com"] * 10
    + ["net"] * 5
    + ["org", "info", "biz"] * 4
    + ["ru"] * 3
    + ["cc", "pw", "in", "me", "su", "xyz", "top", "eu"] * 2
    + ["tw", "club", "site", "online", "click", "co", "us", "tk", "ga", "kz", "cn", "de", "ws"]
    + ["ddns.net", "dyndns.org"]
)
DYNAMIC = {
    "ddns.net",
    "dyndns.org",
    "no-ip.org",
    "duckdns.org",
    "no-ip.biz",
    "zapto.org",
    "hopto.org",
}


def split(host):
    """The label that was registered and the suffix it is under, by a rule of thumb for suffixes."""
    parts = host.split(".")
    deep = len(parts) > 2 and (
        (len(parts[-1]) == 2 and len(parts[-2]) <= 3) or ".".join(parts[-2:]) in DYNAMIC
    )
    return (parts[-3], ".".join(parts[-2:])) if deep else (parts[-2], parts[-1])


def preloaded():
    """The list's hosts."""
    package = files("hstspreload")
    table = re.search(
        r"_JUMPTABLE = (\[.*?\])  # noqa", package.joinpath("__init__.py").read_text(), re.DOTALL
    )
    layers = ast.literal_eval(table.group(1))
    end = max(start + size for layer in layers for start, size in filter(None, layer))
    packed = package.joinpath("hstspreload.bin").read_bytes()[:end]
    hosts, at = set(), 0
    while at < len(packed):
        flags, size = packed[at], packed[at + 1]
        host = packed[at + 2 : at + 2 + size].decode()
        at += 2 + size
        if flags & 0x80 and "." in host:
            hosts.add(host)
    return sorted(hosts)


def suffix(chance, others):
    """A suffix as generators choose one."""
    if chance.random() < 0.06:
        return chance.choice(others)
    return chance.choice(SUFFIXES)


def generated(chance):
    """One label by one of the generators."""
    letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
    vowels, consonants = "aeiou", "bcdfghjklmnpqrstvwxz"
    kind = chance.choices(
        ["letters", "part", "mixed", "few", "hex", "syllables", "pairs"], [6, 3, 4, 2, 1, 2, 1]
    )[0]
    length = chance.randint(6, 28)
    if kind == "letters":
        return "".join(chance.choices(letters, k=length))
    if kind == "part":
        some = chance.sample(letters, chance.randint(12, 25))
        return "".join(chance.choices(some, k=length))
    if kind == "mixed":
        return "".join(chance.choices(letters + digits, k=length))
    if kind == "few":
        share = chance.uniform(0.05, 0.3)
        return "".join(
            chance.choice(digits if chance.random() < share else letters) for _ in range(length)
        )
    if kind == "hex":
        return "".join(chance.choices(digits + "abcdef", k=chance.randint(8, 32)))
    if kind == "syllables":
        turn = chance.random() < 0.5
        name = ""
        while len(name) < length:
            name += chance.choice(vowels if turn else consonants)
            turn = not turn if chance.random() < 0.85 else turn
        return name
    return "".join(
        chance.choice(consonants) + chance.choice(vowels) for _ in range(max(3, length // 2))
    )


def fnv(text):
    """FNV-1a of 32 bits."""
    code = 0x811C9DC5
    for byte in text:
        code = ((code ^ byte) * 0x01000193) & 0xFFFFFFFF
    return code


def buckets(name):
    """The weights of a label and its suffix: of each n-gram, the suffix and the length."""
    label, under = name
    framed = b"^" + label.encode() + b"$"
    grams = [framed[at : at + size] for size in (2, 3, 4) for at in range(len(framed) - size + 1)]
    codes = [fnv(gram) for gram in [*grams, b"." + under.encode()]]
    return [(code ^ (code >> 15)) % BUCKETS for code in codes] + [
        BUCKETS + min(len(label), LENGTHS - 1)
    ]


def rows(labels):
    """All labels' buckets one after the other, and where each begins."""
    parts = [buckets(label) for label in labels]
    starts = np.cumsum([0] + [len(part) for part in parts[:-1]])
    return np.concatenate([np.array(part, dtype=np.int64) for part in parts]), starts


def margins(weights, bias, table):
    """The sums of the weights of each label."""
    return np.add.reduceat(weights[table[0]], table[1]) + bias


def train(names, truth, rounds=14, batch=512, rate=0.08, decay=2e-6):
    """Logistic regression by AdaGrad."""
    weights, bias = np.zeros(BUCKETS + LENGTHS), 0.0
    seen = np.full(BUCKETS + LENGTHS, 1e-4)
    parts = [np.array(buckets(name), dtype=np.int64) for name in names]
    order = np.arange(len(names))
    generator = np.random.default_rng(7)
    for _ in range(rounds):
        generator.shuffle(order)
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            flat = np.concatenate([parts[index] for index in chosen])
            counts = np.array([len(parts[index]) for index in chosen])
            starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
            sums = np.add.reduceat(weights[flat], starts) + bias
            wrong = 1 / (1 + np.exp(-np.clip(sums, -30, 30))) - truth[chosen]
            slope = np.bincount(flat, np.repeat(wrong, counts), minlength=len(weights)) / len(
                chosen
            )
            slope += decay * weights
            seen += slope**2
            weights -= rate * slope / np.sqrt(seen)
            bias -= 0.05 * wrong.mean()
    return weights, bias


def quantised(weights):
    """Weights as signed bytes, and what one step is worth."""
    scale = np.abs(weights).max() / 127
    return np.round(weights / scale).astype(np.int8), float(scale)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", type=Path, required=True)
    arguments = arguments.parse_args()
    chance = random.Random(20261127)
    hosts = [split(host) for host in preloaded() if "xn--" not in host]
    hosts = [(label, under) for label, under in hosts if len(label) >= 5]
    chance.shuffle(hosts)
    cut = len(hosts) * 3 // 4
    known, apart = hosts[:cut], [name for name in hosts[cut:] if len(name[0]) >= LABEL_MIN]
    others = sorted({under for _, under in hosts if "." not in under})
    made = [(generated(chance), suffix(chance, others)) for _ in range(2 * len(known))]
    truth = np.array([0.0] * len(known) + [1.0] * len(made))
    weights, bias = train(known + made, truth)
    steps, scale = quantised(weights)
    rounded = steps.astype(float) * scale
    scores = np.sort(margins(rounded, bias, rows(apart)))
    thresholds = [float(scores[int(len(scores) * (1 - share))]) for share in SHARES]
    fresh = [(generated(chance), suffix(chance, others)) for _ in range(20000)]
    found = margins(rounded, bias, rows(fresh))
    print(
        f"{len(known)} hosts and {len(made)} generated names learned, {len(apart)} hosts kept apart"
    )
    for share, threshold in zip(SHARES, thresholds, strict=True):
        share_found = np.mean(found > threshold)
        print(f"above {threshold:.2f}: {share:.2%} of hosts, {share_found:.2%} of generated")
    head = struct.pack("<4f", bias, *thresholds, scale)
    arguments.out.write_bytes(MAGIC + head + steps.tobytes())


if __name__ == "__main__":
    main()
