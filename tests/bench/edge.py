"""The edge as a proxy, without a firewall and with one, beside nginx, and nginx with ModSecurity
and the Core Rule Set, as Debian has them: in one run, each with one worker on a core of its own,
in front of the same application.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import page
import peers

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import scored
from harness.edge import Site
from harness.server import Server

ACCOUNT = "555566667777"
TICKS = os.sysconf("SC_CLK_TCK")
LOAD_CORE, OWN_CORE = "0", "1"
CONNECTIONS = 8
TRIES = 3
RUN_SECONDS_MAX = 15
# The pace at which latency is measured, well below what the slowest that counts can do.
PACE_A_SECOND = 300
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
    p99_ms: float | None


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
        said = run(words)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", said)
    assert codes and int(codes[1]) and not any(map(int, codes.groups()[1:])), said
    return said


def run(words: list[str]) -> str:
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


def latency(address: str, host: str, case: Case, seconds: float) -> float:
    """The p99 at a steady pace, in milliseconds."""
    requests = str(int(PACE_A_SECOND * seconds))
    with tempfile.NamedTemporaryFile() as log:
        pace = f"--rps={PACE_A_SECOND / 2}"
        loaded(address, host, case, "-c", "2", pace, "-n", requests, f"--log-file={log.name}")
        lines = Path(log.name).read_text().split("\n")
    took = sorted(int(line.split("\t")[2]) for line in lines if line)
    return took[int(len(took) * 0.99)] / 1000


def processor_seconds(processes: list[int]) -> float:
    total = 0
    for process in processes:
        stat = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(stat[11]) + int(stat[12])
    return total / TICKS


def measured(address: str, host: str, processes: list[int], case: Case, seconds: float) -> Figures:
    load = ["-c", str(CONNECTIONS), f"--duration={seconds:.0f}", "--warm-up-time=1"]
    before = processor_seconds(processes)
    began = time.monotonic()
    said = loaded(address, host, case, *load)
    took = time.monotonic() - began
    spent = processor_seconds(processes) - before
    found = re.search(r"finished in [\d.]+s, ([\d.]+) req/s", said)
    assert found, said
    rate = float(found[1])
    is_fast = rate > 2 * PACE_A_SECOND
    p99 = latency(address, host, case, 2 * seconds) if is_fast else None
    print(f"{address} {case.name}: {rate:,.0f} a second", file=sys.stderr)
    return Figures(rate, spent / (rate * took) * 1e6, p99)


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


Measure = Callable[[str, str, list[int]], dict[str, Figures]]


def of_bartizan(binary: str, to: int, folder: Path, measure: Measure) -> list[dict[str, Figures]]:
    """Without a firewall, then with one."""
    server = Server(Path(binary), folder / "data", dev=True)
    server.command = ["taskset", "-c", OWN_CORE, *server.command]
    server.start()
    try:
        site = Site(server, ACCOUNT, to)
        plain = measure(site.address, site.name, [server.pid])
        site.protect(*scored.rules())
        return [plain, measure(site.address, site.name, [server.pid])]
    finally:
        server.kill()


def of_nginx(to: int, rules: str, measure: Measure) -> dict[str, Figures]:
    port = peers.free_port()
    more = PROXY.format(to=to, port=port, rules=rules)
    with nginx(OWN_CORE, more, MODSECURITY if rules else "") as processes:
        peers.wait_for_port(port)
        return measure(f"127.0.0.1:{port}", "app.test", processes)


Columns = list[tuple[str, dict[str, Figures]]]


def table(columns: Columns, direct: dict[str, Figures]) -> str:
    heads = ["", *(name for name, _ in columns)]
    rows = []
    for case in CASES:
        for what, cell in (
            ("µs of processor time a request", lambda one: f"{one.microseconds:,.0f}"),
            ("a second", lambda one: f"{one.a_second:,.0f}"),
        ):
            rows.append([f"{case.name}, {what}", *(cell(one[case.name]) for _, one in columns)])
        own = direct[case.name].p99_ms or 0.0
        added = (added_ms(one[case.name].p99_ms, own) for _, one in columns)
        rows.append([f"{case.name}, added to the application's own p99 of {own:.2f} ms", *added])
    return page.table(heads, rows)


def added_ms(p99: float | None, own: float) -> str:
    return "too slow" if p99 is None else f"{p99 - own:+.2f} ms"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=float, default=3)
    chosen = arguments.parse_args()

    def measure(address: str, host: str, processes: list[int]) -> dict[str, Figures]:
        return {
            case.name: measured(address, host, processes, case, chosen.seconds) for case in CASES
        }

    port = peers.free_port()
    origin = ORIGIN.format(port=port)
    with tempfile.TemporaryDirectory() as name, nginx(LOAD_CORE, origin, ECHO) as processes:
        folder = Path(name)
        folder.chmod(0o755)
        peers.wait_for_port(port)
        direct = measure(f"127.0.0.1:{port}", "app.test", processes)
        plain, protected = of_bartizan(os.environ["BARTIZAN_BIN"], port, folder, measure)
        bare = of_nginx(port, "", measure)
        ruled = of_nginx(port, rules(folder), measure)
    columns = [
        ("Bartizan", plain),
        ("nginx", bare),
        ("Bartizan with its managed rules", protected),
        ("nginx with ModSecurity and its Core Rule Set", ruled),
    ]
    text = f"{table(columns, direct)}\n\n{conditions(chosen.seconds)}"
    print(text)
    if chosen.page:
        page.write(chosen.page, "edge", text)


def conditions(seconds: float) -> str:
    return (
        f"{CONNECTIONS} connections, {seconds:.0f} s for each cell; p99 at {PACE_A_SECOND} "
        f"requests a second, where so many can be answered twice. {page.provenance()}"
    )


if __name__ == "__main__":
    main()
