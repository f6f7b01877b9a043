"""A SYN flood in a network namespace of its own: `unshare --net alone.py BINARY FOLDER full|short`.
Spoofed packets come from a network that a pair of interfaces leads nowhere to, so that what answers
them is lost and connections stay half open. Prints what came of it."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from harness import siege
from harness.server import Server

NETWORK = [
    "ip link set lo up",
    "ip link add syn0 type veth peer name syn1",
    "ip link set syn0 arp off up",
    "ip link set syn1 arp off up",
    "sysctl -qw net.ipv4.conf.all.route_localnet=1",
    "ip route add 10.77.0.0/16 dev syn0",
]


def main() -> None:
    binary, folder, scale = sys.argv[1:]
    for line in NETWORK:
        subprocess.run(line.split(), check=True)
    chosen = siege.FULL if scale == "full" else siege.SHORT
    with siege.origin(siege.cores()[0]) as application:
        data = Path(folder) / "data"
        server = Server(Path(binary), data, dev=True, extra=chosen.options).start()
        try:
            site = siege.Siege(server, application, chosen)
            outcome = site.run("syn", a_second=20_000)
            # What the queue does not hold is remembered in cookies. (RFC 4987, section 3.6.)
            counted = subprocess.run(
                ["nstat", "-asz", "TcpExtSyncookiesSent"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            outcome.done["cookies"] = int(counted.split("TcpExtSyncookiesSent")[1].split()[0])
            told = dataclasses.asdict(outcome)
            report = site.report("SYN_FLOOD")
        finally:
            server.kill()
    json.dump(told | {"properties": report["AttackProperties"]}, sys.stdout)


if __name__ == "__main__":
    main()
