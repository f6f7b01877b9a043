"""An authenticator application: the codes of a virtual MFA device. (RFC 6238.)"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any


def code(seed: bytes, step: int) -> str:
    """The code of a step."""
    digest = hmac.new(seed, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@dataclass
class Authenticator:
    """A device that was made, and a clock that moves on with each code: none comes twice."""

    serial: str
    seed: bytes
    step: int
    period: int = 30

    @classmethod
    def of(cls, serial: str, seed: bytes, period: int = 30) -> Authenticator:
        """A device that may show the code before the present one first."""
        return cls(serial, seed, int(time.time()) // period - 1, period)

    @classmethod
    def make(cls, iam: Any, name: str, **more: Any) -> Authenticator:
        """A new virtual device."""
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name, **more)["VirtualMFADevice"]
        return cls.of(made["SerialNumber"], base64.b32decode(made["Base32StringSeed"]))

    def next(self) -> str:
        """The next code."""
        self.step += 1
        return code(self.seed, self.step - 1)

    def two(self) -> dict[str, str]:
        """Two codes that follow each other."""
        return {"AuthenticationCode1": self.next(), "AuthenticationCode2": self.next()}

    def enable(self, iam: Any, user: str) -> Authenticator:
        """Gives the device to a user."""
        iam.enable_mfa_device(UserName=user, SerialNumber=self.serial, **self.two())
        return self

    def mfa(self) -> dict[str, str]:
        """What STS wants to be given. The step after the present one is the last that is good now:
        a device has one such code after it was enabled."""
        return {"SerialNumber": self.serial, "TokenCode": self.next()}
