"""Records of flows, DNS queries and calls, from packed files to findings, beside DuckDB, which parses the same files
and makes one aggregate of each, in the same run.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.aws import Cli  # noqa: E402
from harness.server import Server  # noqa: E402

START = 1_795_510_000
TICKS = os.sysconf("SC_CLK_TCK")
# What DuckDB answers of each: how many ports of each pair of hosts in each minute, how many names of each
# client, how often each call by each principal.
FLOWS_SQL = """
select count(*), max(ports) from (
  select srcaddr, dstaddr, start_at // 60, count(distinct dstport) as ports
  from read_csv('{}', delim=' ', header=false, auto_detect=false, columns={{
    'version': 'INTEGER', 'account': 'VARCHAR', 'interface': 'VARCHAR', 'srcaddr': 'VARCHAR',
    'dstaddr': 'VARCHAR', 'srcport': 'INTEGER', 'dstport': 'INTEGER', 'protocol': 'INTEGER',
    'packets': 'BIGINT', 'bytes': 'BIGINT', 'start_at': 'BIGINT', 'end_at': 'BIGINT',
    'action': 'VARCHAR', 'status': 'VARCHAR'}})
  group by all)
"""
DNS_SQL = """
select count(*), max(names) from (
  select srcaddr, count(distinct query_name) as names
  from read_json('{}', format='newline_delimited', columns={{
    'srcaddr': 'VARCHAR', 'query_name': 'VARCHAR', 'query_type': 'VARCHAR', 'rcode': 'VARCHAR',
    'query_timestamp': 'VARCHAR'}})
  group by all)
"""
ACTIVITY_SQL = """
select count(*), max(calls) from (
  select userIdentity.arn, eventName, count(*) as calls
  from read_json('{}', format='newline_delimited', columns={{
    'userIdentity': 'STRUCT(arn VARCHAR)', 'eventName': 'VARCHAR', 'eventTime': 'VARCHAR',
    'sourceIPAddress': 'VARCHAR'}})
  group by all)
"""


def flows(count: int) -> Iterator[str]:
    """A network of 4,000 hosts: both directions of each connection, to services that are asked again and
    again and to some that are new."""
    draw = random.Random(1)
    hosts = [f"10.{n >> 8}.{n & 255}.7" for n in range(4_000)]
    services = [f"52.{n >> 8}.{n & 255}.9" for n in range(2_000)]
    for number in range(count // 2):
        host = draw.randrange(len(hosts))
        if draw.random() < 0.9:
            service, port = services[(host * 7 + draw.randrange(8)) % len(services)], 443
        else:
            service = f"34.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(1, 255)}"
            port = draw.choice((80, 443, 8443, 53, 123))
        client = draw.randrange(32_768, 61_000)
        packets, size = draw.randrange(4, 60), draw.randrange(40, 1_400)
        at = START + number // 2_000
        head = f"2 123456789012 eni-{host:017x}"
        tail = f"{packets} {packets * size} {at} {at + draw.randrange(1, 50)} ACCEPT OK\n"
        yield f"{head} {hosts[host]} {service} {client} {port} 6 {tail}"
        yield f"{head} {service} {hosts[host]} {port} {client} 6 {tail}"


def queries(count: int) -> Iterator[str]:
    draw = random.Random(2)
    names = [f"www{n}.example{n % 997}.com." for n in range(20_000)]
    for number in range(count):
        client = draw.randrange(2_000)
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + number // 500))
        name = names[min(int(draw.expovariate(0.001)), len(names) - 1)]
        query = {
            "version": "1.100000",
            "account_id": "123456789012",
            "region": "us-east-1",
            "vpc_id": "vpc-0123456789abcdef0",
            "query_timestamp": at,
            "query_name": name,
            "query_type": "A",
            "query_class": "IN",
            "rcode": "NOERROR" if draw.random() < 0.97 else "NXDOMAIN",
            "answers": [{"Rdata": "52.1.2.3", "Type": "A", "Class": "IN"}],
            "srcaddr": f"10.{client >> 8}.{client & 255}.7",
            "srcport": str(draw.randrange(32_768, 61_000)),
            "transport": "UDP",
            "srcids": {"instance": f"i-{client:017x}"},
        }
        yield json.dumps(query, separators=(",", ":")) + "\n"


def calls(count: int) -> Iterator[str]:
    draw = random.Random(3)
    operations = ("DescribeInstances", "GetObject", "PutObject", "ListBuckets", "AssumeRole")
    for number in range(count):
        user = draw.randrange(300)
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + number // 50))
        call = {
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "IAMUser",
                "principalId": f"AIDA{user:016}",
                "arn": f"arn:aws:iam::123456789012:user/u{user}",
                "accountId": "123456789012",
                "accessKeyId": f"AKIA{user:016}",
                "userName": f"u{user}",
            },
            "eventTime": at,
            "eventSource": "ec2.amazonaws.com",
            "eventName": operations[(user + draw.randrange(2)) % len(operations)],
            "awsRegion": "us-east-1",
            "sourceIPAddress": f"8.8.{user % 7}.8",
            "userAgent": "aws-cli/2.15.0 Python/3.11.6 Linux/6.1",
            "requestParameters": {"filterSet": {"items": [{"name": "vpc-id", "value": number}]}},
            "responseElements": None,
            "requestID": f"r-{number}",
            "eventID": f"e-{number}",
            "readOnly": True,
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": "123456789012",
            "eventCategory": "Management",
        }
        yield json.dumps(call, separators=(",", ":")) + "\n"


@dataclass
class Stream:
    """One kind of records, in a packed and a plain file."""

    name: str
    kind: str
    sql: str
    goal: str
    packed: Path
    plain: Path
    count: int

    @classmethod
    def make(cls, name: str, kind: str, sql: str, goal: str, lines: Iterator[str], at: Path) -> Stream:
        packed, plain, count = at / f"{kind}.log.gz", at / f"{kind}.log", 0
        with gzip.open(packed, "wt", compresslevel=6) as one, plain.open("w") as other:
            for line in lines:
                one.write(line)
                other.write(line)
                count += 1
        return cls(name, kind, sql, goal, packed, plain, count)

    def rate(self, seconds: float) -> str:
        return f"{self.count / seconds / 1e6:.2f} M/s"


def processor_seconds(pid: int) -> float:
    """What a process and those it waited for used until now."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_kibibytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def in_memory(example: Path, stream: Stream) -> dict[str, float]:
    done = subprocess.run(
        [str(example), stream.kind, str(stream.plain)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["records"] == stream.count and not told["unreadable"], told
    return told


def duckdb_seconds(stream: Stream) -> float:
    """The processor time of one thread of DuckDB."""
    query = stream.sql.format(stream.packed)
    script = f"import duckdb; c = duckdb.connect(config={{'threads': 1}}); c.execute('''{query}''').fetchall()"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", script], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Ingested:
    """A server with a detector, that takes files."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary = binary
        self.server = Server(binary, folder / "data").start()
        self.cli = Cli(self.server, folder)
        self.server.client("guardduty").create_detector(Enable=True)

    def take(self, stream: Stream) -> tuple[float, float]:
        """How long it took, and how much processor time of server and client."""
        environment = {**self.cli.environment, "AWS_ENDPOINT_URL": self.server.endpoint}
        words = ["ingest", f"--{stream.kind}", str(stream.packed), "--format", "json"]
        used = processor_seconds(self.server.pid)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(
            [str(self.binary), *words], env=environment, capture_output=True, text=True, check=True
        )
        took = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        [tally] = json.loads(done.stdout)
        assert tally["records"] == stream.count and not tally["unreadable"], tally
        own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return took, own + processor_seconds(self.server.pid) - used


def measure(binary: Path, example: Path, count: int, folder: Path) -> str:
    streams = [
        Stream.make("flows", "flows", FLOWS_SQL, "≥ 0.8 M/s", flows(count), folder),
        Stream.make("DNS queries", "dns", DNS_SQL, "", queries(count // 5), folder),
        Stream.make("calls", "activity", ACTIVITY_SQL, "", calls(count // 15), folder),
    ]
    ingested, rows = Ingested(binary, folder), []
    for stream in streams:
        memory = in_memory(example, stream)
        took, used = ingested.take(stream)
        other = duckdb_seconds(stream)
        rows.append(
            [
                f"{stream.name}: {stream.count / 1e6:.1f} million",
                stream.rate(memory["seconds"]),
                f"{memory['kibibytes'] / 1024:.0f} MB",
                stream.rate(took),
                stream.rate(used),
                stream.rate(other),
                f"{other / used:.1f}",
                stream.goal,
            ]
        )
    peak = peak_kibibytes(ingested.server.pid)
    ingested.server.stop()
    heads = ["records", "text in memory through all detectors, one thread", "memory of the detectors"]
    heads += ["packed file to findings", "the same, a second of processor time of server and client"]
    heads += [f"DuckDB {duckdb.__version__}, the same file parsed and one aggregate, one thread"]
    heads += ["ratio of processor time", "goal of packed files"]
    text = page.table(heads, rows)
    return f"{text}\n\nMemory of the server, at most: {peak / 1024:.0f} MB.\n\n{page.provenance()}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--example", type=Path, required=True, help="the example `passes`")
    arguments.add_argument("--count", type=int, default=5_000_000, help="how many flows")
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = measure(Path(os.environ["BARTIZAN_BIN"]), chosen.example, chosen.count, Path(folder))
    print(text)
    if chosen.page:
        page.write(chosen.page, "detect", text)


if __name__ == "__main__":
    main()
