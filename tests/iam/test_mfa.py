"""MFA devices: made, given to users, kept in time, taken back."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

from harness.aws import Cli, Credentials, error_of
from harness.server import Server
from harness.totp import Authenticator

WRONG = ("InvalidAuthenticationCode", "Authentication code for device is not valid.", 403)


def test_a_device_is_made_with_seed_and_picture(
    server: Server, iam: Any, unique: Callable[[str], str]
) -> None:
    name = unique("phone")
    account = server.client("sts").get_caller_identity()["Account"]
    tags = [{"Key": "team", "Value": "red"}]
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name, Path="/staff/", Tags=tags)[
        "VirtualMFADevice"
    ]
    assert made["SerialNumber"] == f"arn:aws:iam::{account}:mfa/staff/{name}"
    assert re.fullmatch(rb"[A-Z2-7]{64}", made["Base32StringSeed"])
    assert made["Tags"] == tags and "User" not in made
    width, height, rows = picture(made["QRCodePNG"])
    assert width == height and len(rows) == height * (1 + (width + 7) // 8)
    again = error_of(iam.create_virtual_mfa_device, VirtualMFADeviceName=name, Path="/staff/")
    message = "MFA device already exists."
    assert again == ("EntityAlreadyExists", message, 409)


def picture(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows of a PNG, its checksums checked."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, rest = {}, png[8:]
    while rest:
        length = struct.unpack(">I", rest[:4])[0]
        name, data = rest[4:8], rest[8 : 8 + length]
        assert struct.unpack(">I", rest[8 + length : 12 + length])[0] == zlib.crc32(name + data)
        chunks[name], rest = data, rest[12 + length :]
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, kind) == (1, 0)
    return width, height, zlib.decompress(chunks[b"IDAT"])


def test_a_user_gets_a_device_by_two_codes_and_gives_it_back(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    device = Authenticator.make(iam, unique("phone"))
    own = {"UserName": user, "SerialNumber": device.serial}
    codes = device.two()
    swapped = dict(zip(codes, reversed(codes.values()), strict=True))
    assert error_of(iam.enable_mfa_device, **own, **swapped) == WRONG
    iam.enable_mfa_device(**own, **codes)
    again = error_of(iam.enable_mfa_device, **own, **device.two())
    assert again == ("EntityAlreadyExists", "MFA Device is already in use.", 409)
    listed = iam.list_mfa_devices(UserName=user)["MFADevices"]
    assert [(one["UserName"], one["SerialNumber"]) for one in listed] == [(user, device.serial)]
    shown = iam.get_mfa_device(**own)
    assert (shown["UserName"], shown["EnableDate"]) == (user, listed[0]["EnableDate"])
    conflict = "MFA VirtualDevice in use. Must deactivate first."
    refused = error_of(iam.delete_virtual_mfa_device, SerialNumber=device.serial)
    assert refused == ("DeleteConflict", conflict, 409)
    message = "Cannot delete entity, must delete MFA device first."
    assert error_of(iam.delete_user, UserName=user) == ("DeleteConflict", message, 409)
    iam.deactivate_mfa_device(**own)
    gone = ("NoSuchEntity", "MFA Device invalid for user.", 404)
    assert error_of(iam.deactivate_mfa_device, **own) == gone
    assert iam.list_mfa_devices(UserName=user)["MFADevices"] == []
    iam.delete_virtual_mfa_device(SerialNumber=device.serial)
    message = f"MFA Device with serial number {device.serial} does not exist."
    refused = error_of(iam.delete_virtual_mfa_device, SerialNumber=device.serial)
    assert refused == ("NoSuchEntity", message, 404)
    iam.delete_user(UserName=user)


def test_devices_are_listed_by_who_has_them(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    held = Authenticator.make(iam, unique("held")).enable(iam, user).serial
    free = Authenticator.make(iam, unique("free")).serial

    def serials(**filter: str) -> dict[str, Any]:
        pages = iam.get_paginator("list_virtual_mfa_devices").paginate(
            **filter, PaginationConfig={"PageSize": 2}
        )
        devices = [device for page in pages for device in page["VirtualMFADevices"]]
        assert not any("Base32StringSeed" in device for device in devices)
        return {device["SerialNumber"]: device for device in devices}

    assert {held, free} <= serials().keys()
    assigned, unassigned = (
        serials(AssignmentStatus=status) for status in ("Assigned", "Unassigned")
    )
    assert held in assigned and free not in assigned
    assert free in unassigned and held not in unassigned
    assert assigned[held]["User"]["UserName"] == user and "EnableDate" in assigned[held]


def test_a_clock_that_is_off_is_synchronised(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    device = Authenticator.make(iam, unique("phone")).enable(iam, user)
    own = {"UserName": user, "SerialNumber": device.serial}
    used = Authenticator(device.serial, device.seed, device.step - 2)
    assert error_of(iam.resync_mfa_device, **own, **used.two()) == WRONG
    device.step += 50
    iam.resync_mfa_device(**own, **device.two())


def test_too_many_wrong_codes_are_refused_for_a_while(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    device = Authenticator.make(iam, unique("phone"))
    own = {"UserName": user, "SerialNumber": device.serial}
    guess = {"AuthenticationCode1": "000000", "AuthenticationCode2": "000000"}
    for _ in range(5):
        assert error_of(iam.enable_mfa_device, **own, **guess) == WRONG
    code, _, status = error_of(iam.enable_mfa_device, **own, **device.two())
    assert (code, status) == ("EntityTemporarilyUnmodifiable", 409)


def test_a_user_has_eight_devices_at_most(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    for _ in range(8):
        Authenticator.make(iam, unique("phone")).enable(iam, user)
    ninth = Authenticator.make(iam, unique("phone"))
    refused = error_of(
        iam.enable_mfa_device, UserName=user, SerialNumber=ninth.serial, **ninth.two()
    )
    message = "Cannot exceed quota for MFADevicesPerUser: 8"
    assert refused == ("LimitExceeded", message, 409)


def test_devices_are_tagged(iam: Any, unique: Callable[[str], str]) -> None:
    serial = Authenticator.make(iam, unique("phone")).serial
    iam.tag_mfa_device(SerialNumber=serial, Tags=[{"Key": "team", "Value": "red"}])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [
        {"Key": "team", "Value": "red"}
    ]
    iam.untag_mfa_device(SerialNumber=serial, TagKeys=["TEAM"])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == []
    missing = error_of(iam.list_mfa_device_tags, SerialNumber="GAHT12345678")
    assert missing[0] == "NoSuchEntity"


def test_users_keep_their_own_devices(
    iam: Any,
    user: str,
    unique: Callable[[str], str],
    allow: Callable[..., str],
    as_user: Callable[..., Any],
) -> None:
    for number, (action, resource) in enumerate(
        [
            ("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/${aws:username}"),
            ("iam:EnableMFADevice", "arn:aws:iam::*:user/${aws:username}"),
            ("iam:ListMFADevices", "arn:aws:iam::*:user/${aws:username}"),
        ]
    ):
        document = allow(action, resource=resource)
        iam.put_user_policy(UserName=user, PolicyName=str(number), PolicyDocument=document)
    own = as_user(user, "iam")
    other = error_of(own.create_virtual_mfa_device, VirtualMFADeviceName=unique("other"))
    assert other[0] == "AccessDenied"
    device = Authenticator.make(own, user).enable(own, user)
    assert own.list_mfa_devices()["MFADevices"][0]["SerialNumber"] == device.serial
    assert error_of(own.deactivate_mfa_device, SerialNumber=device.serial)[0] == "AccessDenied"


def test_the_root_user_has_devices_too(fresh_server: Server) -> None:
    iam = fresh_server.client("iam")

    def counts() -> list[int]:
        summary = iam.get_account_summary()["SummaryMap"]
        return [summary[name] for name in ("MFADevices", "MFADevicesInUse", "AccountMFAEnabled")]

    assert counts() == [0, 0, 0]
    device = Authenticator.make(iam, "root-account-mfa-device")
    assert device.serial.endswith(":mfa/root-account-mfa-device")
    assert counts() == [1, 0, 0]
    device.enable(iam, "root")
    assert counts() == [1, 1, 1]
    assert iam.list_mfa_devices()["MFADevices"][0]["SerialNumber"] == device.serial
    listed = iam.list_virtual_mfa_devices()["VirtualMFADevices"][0]
    assert listed["User"]["Arn"].endswith(":root")
    session = fresh_server.client("sts").get_session_token(**device.mfa())
    fresh_server.client("iam", Credentials.from_session(session)).list_users()
    iam.deactivate_mfa_device(SerialNumber=device.serial)
    assert counts() == [1, 0, 0]


def test_the_cli_makes_devices(cli: Cli, unique: Callable[[str], str]) -> None:
    name, seed = unique("cli"), cli.home / "seed"
    made = cli(
        "iam",
        "create-virtual-mfa-device",
        "--virtual-mfa-device-name",
        name,
        "--outfile",
        str(seed),
        "--bootstrap-method",
        "Base32StringSeed",
    )
    assert made.returncode == 0 and name in made.stdout, made.stderr
    assert re.fullmatch(rb"[A-Z2-7]{64}", seed.read_bytes())


def test_root_is_root_though_a_user_is_called_so(server_factory: Callable[..., Server]) -> None:
    server = server_factory()
    iam = server.client("iam")
    iam.create_user(UserName="root")
    device = Authenticator.make(iam, "fob")
    iam.enable_mfa_device(UserName="root", SerialNumber=device.serial, **device.two())
    assert [one["SerialNumber"] for one in iam.list_mfa_devices()["MFADevices"]] == [device.serial]
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 1
    server.stop()
