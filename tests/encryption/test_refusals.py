"""What `bartizan decrypt` does not release, and what it leaves behind when it refuses: nothing."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from harness.encryption import Command

KEY = ("--raw-aes", "key", "--namespace", "vault", "--name", "first")
UNSIGNED = ("--algorithm", "AES_256_GCM_HKDF_SHA512_COMMIT_KEY")
OLDER = ("--algorithm", "0x0178", "--commitment-policy", "forbid-encrypt-allow-decrypt")
PLAINTEXT = bytes(range(256)) * 64


@pytest.fixture
def bartizan(binary: Path, tmp_path: Path) -> Command:
    for name, byte in (("key", 7), ("other", 8)):
        (tmp_path / name).write_bytes(bytes([byte] * 32))
    return Command(binary, tmp_path)


@pytest.fixture
def message(bartizan: Command) -> bytes:
    return bartizan("encrypt", *KEY, "--context", "a=b", stdin=PLAINTEXT).stdout


def changed(message: bytes, at: int) -> bytes:
    return message[:at] + bytes([message[at] ^ 1]) + message[at + 1 :]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (0, "this is no message of the AWS Encryption SDK: its first byte is 0x03"),
        (4, "committed to"),
        (-2000, "the message's body is not authentic"),
        (-1, "the message's signature is wrong"),
    ],
)
def test_a_changed_message_leaves_no_plaintext(
    bartizan: Command, message: bytes, tmp_path: Path, at: int, told: str
) -> None:
    wrong = changed(message, at % len(message))
    assert told in bartizan.refused("decrypt", *KEY, stdin=wrong)
    before = names(tmp_path)
    assert told in bartizan.refused("decrypt", *KEY, "-o", "plain", stdin=wrong)
    assert names(tmp_path) == before


def test_a_message_must_end_where_it_ends(bartizan: Command, message: bytes) -> None:
    for wrong, told in [
        (message[:-1], "cut short"),
        (message[:2000], "cut short"),
        (b"", "cut short"),
        (message + b"\n", "more bytes follow the end of the message"),
    ]:
        assert told in bartizan.refused("decrypt", *KEY, stdin=wrong)


def test_unsigned_plaintext_appears_frame_by_frame(bartizan: Command) -> None:
    message = bartizan("encrypt", *KEY, *UNSIGNED, stdin=PLAINTEXT).stdout
    done = bartizan("decrypt", *KEY, stdin=changed(message, len(message) - 1), code=1)
    assert done.stdout == PLAINTEXT
    # The last frame, empty here, was changed: what came before it is authentic, and not all.
    assert b"not authentic" in done.stderr


def test_signed_plaintext_appears_before_its_signature_on_request(
    bartizan: Command, message: bytes
) -> None:
    wrong = changed(message, len(message) - 1)
    done = bartizan("decrypt", *KEY, "--stream-unverified", stdin=wrong, code=1)
    assert PLAINTEXT.startswith(done.stdout)
    assert b"signature is wrong" in done.stderr


def test_a_signed_message_that_cannot_be_held_needs_a_file(
    bartizan: Command, tmp_path: Path
) -> None:
    with (tmp_path / "plain").open("wb") as plain:
        plain.truncate(65 << 20)
    bartizan("encrypt", *KEY, "-i", "plain", "-o", "message")
    told = bartizan.refused("decrypt", *KEY, "-i", "message", code=2)
    assert "name a file with --output" in told
    bartizan("decrypt", *KEY, "-i", "message", "-o", "again")
    assert (tmp_path / "again").stat().st_size == 65 << 20


def test_the_wrong_key_is_told(bartizan: Command, message: bytes) -> None:
    wrong = ("--raw-aes", "other", "--namespace", "vault", "--name", "first")
    told = bartizan.refused("decrypt", *wrong, stdin=message)
    assert "it was encrypted for\n  vault first\n" in told
    assert "vault first: the wrapping key does not open the message's data key" in told
    unknown = ("--raw-aes", "key", "--namespace", "vault", "--name", "second")
    told = bartizan.refused("decrypt", *unknown, stdin=message)
    assert told.endswith("it was encrypted for\n  vault first\n")


def test_context_is_required_by_pair_and_by_key(bartizan: Command, message: bytes) -> None:
    for words in [("a=b",), ("a",), ("a", "a=b")]:
        done = bartizan("decrypt", *KEY, "--require-context", *words, stdin=message)
        assert done.stdout == PLAINTEXT
    for words, told in [
        (("a=c",), "does not have the required value of `a`"),
        (("b",), "does not have the required value of `b`"),
        (("b=c",), "the wrapping key does not open"),
    ]:
        assert told in bartizan.refused("decrypt", *KEY, "--require-context", *words, stdin=message)


def test_what_the_header_says_is_told_of_a_good_message(
    bartizan: Command, message: bytes, tmp_path: Path
) -> None:
    told = ("--metadata", "about.json")
    bartizan.refused("decrypt", *KEY, *told, stdin=message[:-1])
    assert not (tmp_path / "about.json").exists()
    bartizan("decrypt", *KEY, *told, stdin=message)
    about = json.loads((tmp_path / "about.json").read_text())
    context = about.pop("encryptionContext")
    assert (context["a"], len(context)) == ("b", 2)
    assert base64.b64decode(about.pop("messageId")) == message[3:35]
    assert about == {
        "version": 2,
        "algorithmSuite": "AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384",
        "encryptedDataKeys": [{"keyProviderId": "vault", "keyProviderInformation": "first"}],
        "frameLength": 4096,
    }


def test_what_cannot_be_replaced_is_written_to(bartizan: Command, message: bytes) -> None:
    for words in [("--metadata", "/dev/stderr"), ("--metadata", "/dev/null", "-o", "/dev/null")]:
        done = bartizan("decrypt", *KEY, *words, stdin=message)
    assert done.stdout == b""
    assert Path("/dev/null").is_char_device()


def test_a_message_may_name_a_hundred_keys(bartizan: Command, message: bytes) -> None:
    start = message.index(b"\x00\x01\x00\x05vault")
    many = message[:start] + b"\x00\x65" + message[start + 2 :]
    told = bartizan.refused("decrypt", *KEY, stdin=many)
    assert "101 encrypted data keys, and at most 100 are allowed" in told
    more = ("--max-encrypted-data-keys", "200")
    assert "at most" not in bartizan.refused("decrypt", *KEY, *more, stdin=many)


def test_hidden_context_is_bound_and_not_shown(bartizan: Command) -> None:
    hidden = ("--hidden-context", "tenant=blue")
    message = bartizan("encrypt", *KEY, *hidden, stdin=PLAINTEXT).stdout
    assert b"tenant" not in message
    told = bartizan.refused("decrypt", *KEY, stdin=message)
    assert "does not open" in told
    required = ("--require-context", "tenant=blue")
    assert bartizan("decrypt", *KEY, *required, stdin=message).stdout == PLAINTEXT


def test_an_older_suite_needs_a_policy(bartizan: Command) -> None:
    message = bartizan("encrypt", *KEY, *OLDER, stdin=PLAINTEXT).stdout
    told = bartizan.refused("decrypt", *KEY, stdin=message)
    assert "require-encrypt-require-decrypt does not allow decrypting" in told
    allowed = ("--commitment-policy", "require-encrypt-allow-decrypt")
    assert bartizan("decrypt", *KEY, *allowed, stdin=message).stdout == PLAINTEXT
    told = bartizan.refused("encrypt", *KEY, "--algorithm", "0x0178", code=2)
    assert "does not allow encrypting" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("encrypt",), "name at least one key"),
        (("decrypt",), "name the keys to decrypt with"),
        (("encrypt", *KEY, "--context", "a"), "`a` is no pair"),
        (("encrypt", *KEY, "--context", "a=1", "a=2"), "`a` is given twice"),
        (("encrypt", *KEY, "--context", "aws-crypto-x=1"), "is reserved"),
        (("encrypt", *KEY, "--frame-length", "0"), "a frame may have"),
        (("encrypt", *KEY, "-i", "."), "is a folder"),
        (("encrypt", *KEY, "-o", "."), "is a folder"),
        (("encrypt", "--raw-aes", "short", "--namespace", "n", "--name", "m"), "16, 24 or 32"),
        (("encrypt", "--raw-aes", "key", "--namespace", "aws-kms", "--name", "m"), "AWS KMS"),
        (("encrypt", "--raw-rsa", "key", "--namespace", "n", "--name", "m"), "key: "),
        (("encrypt", "--raw-aes", "key", "--raw-aes", "key", *KEY[2:]), "2 raw keys are given"),
        (("encrypt", "--key", "alias/none"), "there are no credentials"),
    ],
)
def test_wrong_usage_is_told(
    bartizan: Command, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "short").write_bytes(b"0" * 31)
    bartizan.environment["HOME"] = str(tmp_path)
    assert told in bartizan.refused(*words, code=2)


def test_a_missing_file_is_a_failure(bartizan: Command, tmp_path: Path) -> None:
    assert "none: No such file" in bartizan.refused("encrypt", *KEY, "-i", "none", code=3)
    assert "No such file" in bartizan.refused("encrypt", *KEY, "-o", "none/out", code=3)


def test_plaintext_is_its_owners_alone_and_replaces_as_a_whole(
    bartizan: Command, message: bytes, tmp_path: Path
) -> None:
    bartizan("decrypt", *KEY, "-o", "plain", stdin=message)
    plain = tmp_path / "plain"
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600
    bartizan("encrypt", *KEY, "-i", "plain", "-o", "plain")
    assert plain.read_bytes() != PLAINTEXT
    bartizan("decrypt", *KEY, "-i", "plain", "-o", "plain")
    assert plain.read_bytes() == PLAINTEXT


def writes_below(folder: Path, pid: int) -> bool:
    """Whether a process has a file open there, be it one without a name."""
    with contextlib.suppress(FileNotFoundError):
        return any(str(folder) in os.readlink(fd) for fd in Path(f"/proc/{pid}/fd").iterdir())
    return False


def test_a_killed_command_leaves_nothing(
    bartizan: Command, binary: Path, message: bytes, tmp_path: Path
) -> None:
    before = names(tmp_path)
    running = subprocess.Popen(
        [str(binary), "decrypt", *KEY, "-o", "plain"], cwd=tmp_path, stdin=subprocess.PIPE
    )
    running.stdin.write(message[:-200])
    running.stdin.flush()
    deadline = time.monotonic() + 30
    while not writes_below(tmp_path, running.pid):
        assert time.monotonic() < deadline
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdin.close()
    assert names(tmp_path) == before
