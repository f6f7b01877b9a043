"""What records cost from gzip files to findings: stage by stage in the engine, by `bartizan ingest`
against a server, and beside DuckDB, which parses the same flows and makes one aggregate of them.

Prints tables and, with `--page`, writes them between the markers of that page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import page
import peers

SEED = 1
ACCOUNT = "123456789012"
BEGIN = 1_795_510_000
HOSTS = 2_000
PORTS = [443, 443, 443, 80, 53, 22, 8_080, 5_432, 123]
CALLS = [
    ("ec2.amazonaws.com", "DescribeInstances"),
    ("s3.amazonaws.com", "GetObject"),
    ("s3.amazonaws.com", "PutObject"),
    ("iam.amazonaws.com", "ListUsers"),
    ("sts.amazonaws.com", "GetCallerIdentity"),
]
# The goals: flows a second of a core from text in memory and from gzip files, and the most memory.
IN_MEMORY, FROM_FILES, MEGABYTES = 3_000_000, 800_000, 200
# The goals: flows a second of a core from text in memory and from gzip files, and most memory.
# detector of scans must count; names of each client; calls of each principal.
AGGREGATES = {
    "flows": """
select sum(records), max(ports) from (
  select srcaddr, dstaddr, "start" // 60, count(*) as records, count(distinct dstport) as ports
  from read_csv($path, delim = ' ', header = false, compression = 'gzip', columns = {
    'version': 'VARCHAR', 'account': 'VARCHAR', 'interface': 'VARCHAR', 'srcaddr': 'VARCHAR',
    'dstaddr': 'VARCHAR', 'srcport': 'BIGINT', 'dstport': 'BIGINT', 'protocol': 'BIGINT',
    'packets': 'BIGINT', 'bytes': 'BIGINT', 'start': 'BIGINT', 'end': 'BIGINT',
    'action': 'VARCHAR', 'status': 'VARCHAR'})
  group by all)
""",
    "dns": """
select sum(records), max(names) from (
  select srcaddr, count(*) as records, count(distinct query_name) as names
  from read_json($path, format = 'newline_delimited', compression = 'gzip', columns = {
    'query_timestamp': 'VARCHAR', 'query_name': 'VARCHAR', 'query_type': 'VARCHAR',
    'rcode': 'VARCHAR', 'srcaddr': 'VARCHAR'})
  group by all)
""",
    "activity": """
select sum(records), max(records) from (
  select userIdentity.arn, eventName, count(*) as records
  from read_json($path, format = 'newline_delimited', compression = 'gzip', columns = {
    'userIdentity': 'STRUCT(arn VARCHAR)', 'eventTime': 'VARCHAR', 'eventSource': 'VARCHAR',
    'eventName': 'VARCHAR', 'sourceIPAddress': 'VARCHAR', 'userAgent': 'VARCHAR'})
  group by all)
""",
}
AGGREGATE = """
import json, sys, time
import duckdb

path, query = sys.argv[1:]
connection = duckdb.connect(config={"threads": 1})
connection.execute("set enable_progress_bar = false")
begin, before = time.perf_counter(), time.process_time()
rows = connection.execute(query, {"path": path}).fetchall()
told = {"seconds": time.perf_counter() - begin, "processor": time.process_time() - before}
print(json.dumps({**told, "records": int(rows[0][0]), "version": duckdb.__version__}))
"""


def flows(draw: random.Random, count: int) -> Iterator[str]:
    """Hosts that ask a few services again and again, a twentieth of it new ones; and some scans."""
    for nth in range(count // 2):
        host, start = draw.randrange(HOSTS), BEGIN + nth // 400
        interface, ours = f"eni-0{host:016x}", f"10.0.{host >> 8}.{host & 255}"
        is_new, is_scan = draw.random() < 0.05, draw.random() < 0.02
        remote = draw.randrange(1 << 22) if is_new else host * 64 + draw.randrange(40)
        remote = 7 if is_scan else remote
        theirs = f"52.{remote >> 16 & 255}.{remote >> 8 & 255}.{remote & 255}"
        port = draw.randrange(1, 9_000) if is_scan else draw.choice(PORTS)
        own, protocol = draw.randrange(32_768, 60_768), 17 if port in (53, 123) else 6
        packets = 1 if is_scan else draw.randrange(1, 61)
        sent = 44 if is_scan else packets * draw.randrange(40, 1_440)
        behind = f"{protocol} {packets} {sent} {start} {start + draw.randrange(60)} ACCEPT OK\n"
        yield f"2 {ACCOUNT} {interface} {ours} {theirs} {own} {port} {behind}"
        yield f"2 {ACCOUNT} {interface} {theirs} {ours} {port} {own} {behind}"


def queries(draw: random.Random, count: int) -> Iterator[str]:
    """Clients that ask for some thousands of names, a few of them not there."""
    names = [f"www{nth % 3}.site-{nth}.example{nth % 97}.com." for nth in range(4_096)]
    for nth in range(count):
        client = draw.randrange(500)
        query = {
            "version": "1.100000",
            "account_id": ACCOUNT,
            "region": peers.REGION,
            "vpc_id": "vpc-0123456789abcdef0",
            "query_timestamp": instant(BEGIN + nth // 100),
            "query_name": draw.choice(names),
            "query_type": "A",
            "query_class": "IN",
            "rcode": "NXDOMAIN" if draw.random() < 0.03 else "NOERROR",
            "answers": [{"Rdata": f"52.1.2.{draw.randrange(256)}", "Type": "A", "Class": "IN"}],
            "srcaddr": f"10.0.{client >> 8}.{client & 255}",
            "srcport": str(draw.randrange(1_024, 65_536)),
            "transport": "UDP",
            "srcids": {"instance": f"i-0{client:016x}"},
        }
        yield json.dumps(query, separators=(",", ":")) + "\n"


def calls(draw: random.Random, count: int) -> Iterator[str]:
    """Users who call a few operations from a few places, a record a line."""
    for nth in range(count):
        user, (source, name) = draw.randrange(200), draw.choice(CALLS)
        identity = {
            "type": "IAMUser",
            "principalId": f"AIDA{user:016}",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/u{user}",
            "accountId": ACCOUNT,
            "accessKeyId": f"AKIA{user:016}",
            "userName": f"u{user}",
        }
        call = {
            "eventVersion": "1.11",
            "userIdentity": identity,
            "eventTime": instant(BEGIN + nth // 50),
            "eventSource": source,
            "eventName": name,
            "awsRegion": peers.REGION,
            "sourceIPAddress": f"8.8.{user % 7 + 1}.8",
            "userAgent": "aws-cli/2.15.0 Python/3.11.6 Linux/6.1",
            "requestParameters": {"maxResults": draw.randrange(1_000)},
            "responseElements": None,
            "requestID": f"r-{nth}",
            "eventID": f"e-{nth}",
            "readOnly": name != "PutObject",
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": ACCOUNT,
            "eventCategory": "Management",
        }
        yield json.dumps(call, separators=(",", ":")) + "\n"


def instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


STREAMS: dict[str, Callable[[random.Random, int], Iterator[str]]] = {
    "flows": flows,
    "dns": queries,
    "activity": calls,
}


def written(stream: str, count: int, folder: Path) -> Path:
    """A gzip file of so many records, the same for the same seed."""
    path = folder / f"{stream}.log.gz"
    with gzip.open(path, "wt", compresslevel=6) as file:
        file.writelines(STREAMS[stream](random.Random(SEED), count))
    return path


@dataclass
class Cost:
    """What some records cost: seconds of the clock and of processors, and megabytes at the peak."""

    records: int
    clock: float
    processor: float
    megabytes: float

    def a_core(self) -> float:
        return self.records / self.processor


def spent(command: list[str], environment: dict[str, str]) -> tuple[Any, float, float, float]:
    """What a command prints as JSON; seconds of the clock and of processors, and its peak."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert child.stdout
    printed = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - begin
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return json.loads(printed), clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ingested(binary: str, stream: str, path: Path, count: int) -> tuple[Cost, float]:
    """What a file costs by `bartizan ingest`: client and server; and the server's own peak."""
    with tempfile.TemporaryDirectory() as folder:
        server = peers.Bartizan(binary, Path(folder))
        try:
            server.begin()
            root = server.root()
            address = f"http://127.0.0.1:{server.port}"
            detect = boto3.client(
                "guardduty",
                endpoint_url=address,
                region_name=peers.REGION,
                aws_access_key_id=root.access_key,
                aws_secret_access_key=root.secret_key,
            )
            detect.create_detector(Enable=True)
            environment = {
                **os.environ,
                "AWS_ACCESS_KEY_ID": root.access_key,
                "AWS_SECRET_ACCESS_KEY": root.secret_key,
                "AWS_REGION": peers.REGION,
                "AWS_ENDPOINT_URL": address,
            }
            before = server.processor_seconds()
            command = [binary, "ingest", f"--{stream}", str(path), "--format", "json"]
            (tally,), clock, processor, client = spent(command, environment)
            if tally["records"] != count:
                raise SystemExit(f"{tally['records']} of {count} records were taken")
            processor += server.processor_seconds() - before
            peak = peak_megabytes(server)
            return Cost(count, clock, processor, client + peak), peak
        finally:
            server.stop()


def peak_megabytes(server: peers.Peer) -> float:
    assert server.process
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def aggregated(stream: str, path: Path, count: int) -> tuple[Cost, str]:
    """What the same file costs DuckDB in one thread, and its version."""
    command = [sys.executable, "-c", AGGREGATE, str(path), AGGREGATES[stream]]
    told, _, _, peak = spent(command, dict(os.environ))
    if told["records"] != count:
        raise SystemExit(f"DuckDB read {told['records']} of {count} records")
    return Cost(count, told["seconds"], told["processor"], peak), told["version"]


def stages(example: str, stream: str, path: Path, count: int) -> list[str]:
    """The row of a stream: records a second of a core in each stage, in one thread."""
    told, *_ = spent([example, stream, str(path)], dict(os.environ))
    if told["records"] != count or told["unreadable"]:
        raise SystemExit(f"the engine read {told['records']} of {count} records")
    rates = [count / told[stage] for stage in ("unpack", "read", "detect")]
    megabytes = told["kilobytes"] / 1024
    cells = [stream, f"{count:,}", *(f"{rate:,.0f}" for rate in rates)]
    return [*cells, f"{megabytes:,.0f} MB", f"{told['findings']:,}"]


def served_row(what: str, cost: Cost, beside: Cost | None, peak: float | None) -> list[str]:
    ratio = f"{cost.a_core() / beside.a_core():.2f} ×" if beside else ""
    memory = f"{cost.megabytes:,.0f} MB" + (f" ({peak:,.0f} MB the server)" if peak else "")
    rates = [f"{cost.records / cost.clock:,.0f}", f"{cost.a_core():,.0f}"]
    return [what, *rates, ratio, memory]


def measured(chosen: argparse.Namespace, folder: Path) -> str:
    counts = {"flows": chosen.flows, "dns": chosen.dns, "activity": chosen.activity}
    files = {stream: written(stream, count, folder) for stream, count in counts.items()}
    rows = [stages(chosen.stages, stream, files[stream], counts[stream]) for stream in STREAMS]
    unpack, read, all_of_it = "unpacked by gzip", "read from text", "read, through all detectors"
    heads = ["stream", "records", unpack, read, all_of_it, "memory of the last", "findings"]
    engine = page.table(heads, rows)
    rows = []
    for stream, path in files.items():
        duck, version = aggregated(stream, path, counts[stream])
        cost, peak = ingested(os.environ["BARTIZAN_BIN"], stream, path, counts[stream])
        rows.append(served_row(f"`bartizan ingest --{stream}`", cost, duck, peak))
        rows.append(served_row(f"DuckDB {version}, one thread, the same file", duck, None, None))
    second, a_core = "records a second", "a second of processor time"
    served = page.table(["", second, a_core, "beside DuckDB", "most memory"], rows)
    goals = f"""The goals: {IN_MEMORY:,} flows a second of a core from text in memory through \
all detectors, {FROM_FILES:,} from gzip files and no fewer than DuckDB's parse and one \
aggregate, in {MEGABYTES} MB. DuckDB counts distinct ports for each pair and minute, names of \
each client, calls of each principal."""
    return f"{engine}\n\n{served}\n\n{goals}\n\n{page.provenance()}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the tables into")
    arguments.add_argument("--stages", required=True, help="the example `stages` of the engine")
    arguments.add_argument("--flows", type=int, default=5_000_000, help="how many, an even number")
    arguments.add_argument("--dns", type=int, default=1_000_000)
    arguments.add_argument("--activity", type=int, default=500_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = measured(chosen, Path(folder))
    print(text)
    if chosen.page:
        page.write(chosen.page, "detect", text)


if __name__ == "__main__":
    main()
