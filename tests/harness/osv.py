"""Records of vulnerabilities, in OSV's format."""

from __future__ import annotations


def record(identifier: str, ecosystem: str, name: str, fixed: str, **more: object) -> dict:
    events = [{"introduced": "0"}, {"fixed": fixed}]
    kind = "SEMVER" if ecosystem in {"npm", "crates.io", "Go"} else "ECOSYSTEM"
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": kind, "events": events}],
    }
    return {
        "id": identifier,
        "modified": "2026-01-02T03:04:05Z",
        "summary": f"{name} is wrong",
        "affected": [affected],
        **more,
    }
