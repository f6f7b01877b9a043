"""The edge as a proxy, without a firewall and with one, beside nginx, and nginx with ModSecurity
and the Core Rule Set, as Debian has them: in one run, each with one worker on a core of its own,
in front of the same application. What they can do is measured by h2load, one after the other; how
long they take by the edge's example `paced`, in rounds in which each has its turn.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import page
import peers
from stalls import Stalls

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import scored
from harness.edge import Site
from harness.server import Server

ACCOUNT, PROTECTED_ACCOUNT = "555566667777", "555566668888"
TICKS = os.sysconf("SC_CLK_TCK")
LOAD_CORE, OWN_CORE = "0", "1"
CONNECTIONS = 8
TRIES = 3
RUN_SECONDS_MAX = 15
# The pace at which latency is measured, well below what the slowest that counts can do.
PACE_A_SECOND = 1000
PACED_REQUESTS = 2500
HEADERS = [
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language: en-GB,en;q=0.5",
    "Referer: https://shop.example/catalogue?page=2&sort=price",
    "Cookie: session=4f1c2a9e7b3d5f60a1b2c3d4e5f60718; theme=dark; consent=analytics%3A0",
]
GET_PATH = "/catalogue/shoes/42?colour=dark+blue&size=42&q=running+shoes+for+winter&page=3"


def document(size: int) -> bytes:
    """Items as a shop keeps them: nothing in them that any firewall minds."""
    items: list[dict[str, object]] = []
    while len(json.dumps(items)) < size:
        items.append(
            {
                "id": len(items),
                "title": "A lamp and its shade",
                "text": "It gives warm light and has a long cable. See the manual.",
                "tags": ["home", "new"],
                "price": 49.9,
            }
        )
    return json.dumps(items).encode()


def form(size: int) -> bytes:
    text = "I%20liked%20the+lamp+and%20its+shade%2C+and+so+did+all+who+came+to+see+it.+"
    field = f"comment={text * 4}&"
    return (field * (size // len(field))).encode()


@dataclass(frozen=True)
class Case:
    """A request that is sent again and again."""

    name: str
    path: str
    content_type: str = ""
    body: bytes = b""


CASES = [
    Case("GET", GET_PATH),
    Case("3 KB of JSON", "/items", "application/json", document(3 * 1024)),
    Case("13 KB of JSON", "/items", "application/json", document(13 * 1024)),
    Case("64 KB form", "/comments", "application/x-www-form-urlencoded", form(64 * 1024)),
]


@dataclass(frozen=True)
class Figures:
    """What a proxy did with a case."""

    a_second: float
    microseconds: float

    @property
    def is_fast(self) -> bool:
        """Whether its latency can be measured."""
        return self.a_second > 2 * PACE_A_SECOND


@dataclass
class Took:
    """When a request was due, in microseconds of the epoch, how long after that its answer was
    whole, and whether a core of the machine stood still meanwhile."""

    due: int
    microseconds: int
    stood_still: bool = False


@dataclass(frozen=True)
class Quantile:
    """A part of the requests: of all, or of those during which every core ran."""

    name: str
    part: float
    only_running: bool = False


QUANTILES = [
    Quantile("median", 0.5),
    Quantile("p90", 0.9),
    Quantile("p99 while the cores ran", 0.99, only_running=True),
    Quantile("p99 of all", 0.99),
]


@dataclass
class Peer:
    """What is measured: how it is reached, its processes, and what came of each case."""

    name: str
    address: str
    host: str
    processes: list[int]
    figures: dict[str, Figures] = field(default_factory=dict)
    took: dict[str, list[Took]] = field(default_factory=dict)

    def quantile_ms(self, case: Case, quantile: Quantile) -> float:
        """How long that part of the requests of all rounds took at most, in milliseconds."""
        counted = [
            one.microseconds
            for one in self.took[case.name]
            if not (quantile.only_running and one.stood_still)
        ]
        return sorted(counted)[int(len(counted) * quantile.part)] / 1000

    def added(self, case: Case, direct: Peer, quantile: Quantile) -> str:
        """How much later it is than the application alone at that quantile."""
        if case.name not in self.took:
            return "too slow"
        later = self.quantile_ms(case, quantile) - direct.quantile_ms(case, quantile)
        return f"{later:+.2f} ms"


def loaded(address: str, host: str, case: Case, *how: str) -> str:
    """What h2load says of a run."""
    words = ["taskset", "-c", LOAD_CORE, "h2load", "--h1", "-t", "1", *how]
    words.append(f"--connect-to={address}")
    for header in HEADERS:
        words += ["-H", header]
    with tempfile.NamedTemporaryFile() as body:
        if case.body:
            body.write(case.body)
            body.flush()
            words += ["-d", body.name, "-H", f"Content-Type: {case.content_type}"]
        words.append(f"http://{host}{case.path}")
        said = run_load(words)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", said)
    assert codes and int(codes[1]) and not any(map(int, codes.groups()[1:])), said
    return said


def run_load(words: list[str]) -> str:
    """What a run prints. h2load now and then does not end, and is run again."""
    for _ in range(TRIES):
        try:
            done = subprocess.run(
                words, stdout=subprocess.PIPE, text=True, check=True, timeout=RUN_SECONDS_MAX
            )
            return done.stdout
        except subprocess.TimeoutExpired:
            print("h2load did not end", file=sys.stderr)
    raise SystemExit("h2load does not end")


def request_of(host: str, case: Case) -> bytes:
    """The bytes of a request."""
    method = "POST" if case.body else "GET"
    lines = [f"{method} {case.path} HTTP/1.1", f"Host: {host}", *HEADERS]
    if case.body:
        lines += [f"Content-Type: {case.content_type}", f"Content-Length: {len(case.body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + case.body


def paced_took(paced: str, peer: Peer, case: Case) -> list[Took]:
    """How long requests at a steady pace took from when each was due."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(request_of(peer.host, case))
        file.flush()
        how = map(str, (CONNECTIONS, PACE_A_SECOND, PACED_REQUESTS))
        words = ["taskset", "-c", LOAD_CORE, paced, peer.address, file.name, *how]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    return [Took(*map(int, line.split())) for line in done.stdout.splitlines()]


def processor_seconds(processes: list[int]) -> float:
    total = 0
    for process in processes:
        stat = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(stat[11]) + int(stat[12])
    return total / TICKS


def measured(peer: Peer, case: Case, seconds: float) -> Figures:
    load = ["-c", str(CONNECTIONS), f"--duration={seconds:.0f}", "--warm-up-time=1"]
    before = processor_seconds(peer.processes)
    began = time.monotonic()
    said = loaded(peer.address, peer.host, case, *load)
    took = time.monotonic() - began
    spent = processor_seconds(peer.processes) - before
    found = re.search(r"finished in [\d.]+s, ([\d.]+) req/s", said)
    assert found, said
    rate = float(found[1])
    print(f"{peer.name}, {case.name}: {rate:,.0f} a second", file=sys.stderr)
    return Figures(rate, spent / (rate * took) * 1e6)


NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
{modules}
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 100000000; client_body_buffer_size 128k;
  {more}
}}
"""
# It answers when it has read all, as applications do.
ORIGIN = """
  server {{ listen 127.0.0.1:{port}; location / {{
    echo_read_request_body; echo -n hello;
  }} }}
"""
ECHO = "load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;"
PROXY = """
  upstream app {{ server 127.0.0.1:{to}; keepalive 64; keepalive_requests 100000000; }}
  {rules}
  server {{ listen 127.0.0.1:{port}; location / {{
    proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  }} }}
"""
MODSECURITY = "load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;"


@contextmanager
def nginx(core: str, more: str, modules: str = "") -> Iterator[list[int]]:
    """An nginx with one worker; its processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The worker is another user, which must get in.
        folder.chmod(0o755)
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, modules=modules, more=more))
        words = ["taskset", "-c", core, "nginx", "-p", name, "-c", str(config)]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        try:
            yield workers(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def workers(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [int(word) for word in children.read_text().split()]
        if found:
            return [master, *found]
        time.sleep(0.01)
    raise SystemExit("nginx has no worker")


def rules(folder: Path) -> str:
    """ModSecurity's recommended settings, enforced, with the Core Rule Set."""
    recommended = Path("/etc/nginx/modsecurity.conf").read_text()
    enforced = recommended.replace("SecRuleEngine DetectionOnly", "SecRuleEngine On")
    (folder / "unicode.mapping").write_bytes(Path("/etc/nginx/unicode.mapping").read_bytes())
    kept = [line for line in enforced.split("\n") if not line.startswith("SecAuditLog ")]
    kept += ["SecAuditEngine Off", "Include /etc/modsecurity/crs/crs-setup.conf"]
    kept += ["Include /usr/share/modsecurity-crs/rules/*.conf", ""]
    file = folder / "modsecurity.conf"
    file.write_text("\n".join(kept))
    return f"modsecurity on; modsecurity_rules_file {file};"


@contextmanager
def bartizan(binary: str, to: int, folder: Path) -> Iterator[list[Peer]]:
    """Without a firewall, and with one: two balancers of one server."""
    server = Server(Path(binary), folder / "data", dev=True)
    server.command = ["taskset", "-c", OWN_CORE, *server.command]
    server.start()
    try:
        plain, ruled = Site(server, ACCOUNT, to), Site(server, PROTECTED_ACCOUNT, to)
        ruled.protect(*scored.rules())
        yield [
            Peer("Bartizan", plain.address, plain.name, [server.pid]),
            Peer("Bartizan with its managed rules", ruled.address, ruled.name, [server.pid]),
        ]
    finally:
        server.kill()


@contextmanager
def proxying_nginx(name: str, to: int, rules: str) -> Iterator[Peer]:
    port = peers.free_port()
    more = PROXY.format(to=to, port=port, rules=rules)
    with nginx(OWN_CORE, more, MODSECURITY if rules else "") as processes:
        peers.wait_for_port(port)
        yield Peer(name, f"127.0.0.1:{port}", "app.test", processes)


def table(columns: list[Peer], direct: Peer) -> str:
    heads = ["", *(peer.name for peer in columns)]
    rows = []
    for case in CASES:
        figures = [peer.figures[case.name] for peer in columns]
        spent = [f"{one.microseconds:,.0f}" for one in figures]
        rows.append([f"{case.name}, µs of processor time a request", *spent])
        rows.append([f"{case.name}, a second", *(f"{one.a_second:,.0f}" for one in figures)])
        for quantile in QUANTILES:
            own = direct.quantile_ms(case, quantile)
            added = [peer.added(case, direct, quantile) for peer in columns]
            what = f"{case.name}, {quantile.name}: added to the application's {own:.2f} ms"
            rows.append([what, *added])
    return page.table(heads, rows)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--paced", required=True, help="the example `paced` of the edge")
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--rounds", type=int, default=4)
    chosen = arguments.parse_args()
    port = peers.free_port()
    origin = ORIGIN.format(port=port)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        processes = stack.enter_context(nginx(LOAD_CORE, origin, ECHO))
        peers.wait_for_port(port)
        direct = Peer("the application alone", f"127.0.0.1:{port}", "app.test", processes)
        binary = os.environ["BARTIZAN_BIN"]
        plain, protected = stack.enter_context(bartizan(binary, port, folder))
        bare = stack.enter_context(proxying_nginx("nginx", port, ""))
        name = "nginx with ModSecurity and its Core Rule Set"
        ruled = stack.enter_context(proxying_nginx(name, port, rules(folder)))
        columns = [plain, bare, protected, ruled]
        compare(columns, direct, chosen.seconds, (chosen.paced, chosen.rounds))
    still = stood_still([direct, *columns])
    text = f"{table(columns, direct)}\n\n{conditions(chosen.seconds, chosen.rounds, still)}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "edge", text)


def compare(columns: list[Peer], direct: Peer, seconds: float, paced: tuple[str, int]) -> None:
    """Measures what each can do, and then, in rounds, how long each takes."""
    every = [direct, *columns]
    for peer in every:
        peer.figures = {case.name: measured(peer, case, seconds) for case in CASES}
    client, rounds = paced
    with Stalls(LOAD_CORE, OWN_CORE) as stalls:
        for number in range(rounds):
            first = number % len(every)
            for case in CASES:
                for peer in [*every[first:], *every[:first]]:
                    if peer.figures[case.name].is_fast:
                        took = paced_took(client, peer, case)
                        peer.took.setdefault(case.name, []).extend(took)
    for one in (one for peer in every for took in peer.took.values() for one in took):
        end = one.due + one.microseconds
        one.stood_still = stalls.overlap(one.due * 1000, end * 1000)


def stood_still(peers: list[Peer]) -> float:
    """The part of all requests during which a core stood still."""
    still = [one.stood_still for peer in peers for took in peer.took.values() for one in took]
    return sum(still) / len(still)


def conditions(seconds: float, rounds: int, still: float) -> str:
    return (
        f"{CONNECTIONS} connections, {seconds:.0f} s for each cell; how long "
        f"{rounds * PACED_REQUESTS:,} requests took at {PACE_A_SECOND:,} a second, where so many "
        f"can be answered twice, counted from when each was due: {rounds} rounds in which each "
        f"proxy and the application alone have their turn of {PACED_REQUESTS:,}. During "
        f"{still:.1%} of the requests a core stood still. {page.provenance()}"
    )


if __name__ == "__main__":
    main()
