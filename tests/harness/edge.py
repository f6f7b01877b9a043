"""Applications behind load balancers, and requests to them as clients send them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from harness.aws import Credentials, client
from harness.command import run_bartizan
from harness.server import Server


class Application(BaseHTTPRequestHandler):
    """Answers each request with what it received, as JSON."""

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def application(kind: type[Application] = Application) -> Iterator[int]:
    """An application on loopback; its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class Site:
    """A load balancer of an account of its own, in front of an application."""

    def __init__(self, server: Server, account: str, port: int) -> None:
        self.server = server
        self.credentials = Credentials(account, "any")
        self.elb = client("elbv2", server.endpoint, self.credentials)
        self.waf = client("wafv2", server.endpoint, self.credentials)
        ec2 = client("ec2", server.endpoint, self.credentials)
        subnets = ec2.describe_subnets()["Subnets"]
        made = self.elb.create_load_balancer(
            Name="web", Subnets=[subnet["SubnetId"] for subnet in subnets[:2]]
        )["LoadBalancers"][0]
        self.arn, self.name = made["LoadBalancerArn"], made["DNSName"]
        self.group = self.elb.create_target_group(
            Name="app",
            Protocol="HTTP",
            Port=port,
            VpcId=subnets[0]["VpcId"],
            TargetType="ip",
            HealthCheckIntervalSeconds=5,
            HealthCheckTimeoutSeconds=2,
            UnhealthyThresholdCount=2,
        )["TargetGroups"][0]["TargetGroupArn"]
        self.register("127.0.0.1")
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.group}],
        )["Listeners"][0]["ListenerArn"]

    def register(self, address: str, **more: Any) -> None:
        target = {"Id": address, "AvailabilityZone": "all", **more}
        self.elb.register_targets(TargetGroupArn=self.group, Targets=[target])

    def add_https(self, folder: Path, name: str) -> None:
        """Adds a listener of HTTPS with a certificate of the account, kept in this folder."""
        iam = client("iam", self.server.endpoint, self.credentials)
        certificate = iam.upload_server_certificate(
            ServerCertificateName=name,
            CertificateBody=(folder / f"{name}.pem").read_text(),
            PrivateKey=(folder / f"{name}.key").read_text(),
        )["ServerCertificateMetadata"]["Arn"]
        self.elb.create_listener(
            LoadBalancerArn=self.arn,
            Protocol="HTTPS",
            Port=443,
            Certificates=[{"CertificateArn": certificate}],
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.group}],
        )

    def fronts(self) -> list[dict[str, Any]]:
        """What `bartizan edge ls` tells."""
        return json.loads(self.run("edge", "ls", "--format", "json"))["fronts"]

    def run(self, *words: str) -> str:
        """What a command prints."""
        done = self.command(self.credentials, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def command(self, credentials: Credentials, *words: str) -> CompletedProcess[str]:
        """A command, run as somebody."""
        environment = {
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
            "AWS_ENDPOINT_URL": self.server.endpoint,
            "AWS_REGION": "us-east-1",
        }
        return run_bartizan(self.server.binary, *words, environment=environment)

    @property
    def address(self) -> str:
        """Where port 80 is reached."""
        return self.address_of(80)

    def address_of(self, port: int) -> str:
        """Where a port is reached."""
        (front,) = self.fronts()
        return next(one["address"] for one in front["listeners"] if one["port"] == port)

    def get(self, path: str = "/", **headers: str) -> tuple[int, bytes]:
        """Asks through the balancer; the status and the body."""
        status, _, body = self.exchange(path, **headers)
        return status, body

    def exchange(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        """Asks through the balancer; the status, the headers and the body."""
        host, port = self.address.rsplit(":", 1)
        connection = HTTPConnection(host, int(port), timeout=30)
        sent = {"Host": self.name, "User-Agent": "test", "Connection": "close", **headers}
        try:
            connection.request("GET", path, headers=sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def status(self, path: str = "/") -> int:
        return self.get(path)[0]

    def protect(self, *rules: dict[str, Any]) -> dict[str, str]:
        """Puts a new web ACL with these rules in front; what names that."""
        made = self.waf.create_web_acl(
            Name="acl",
            Scope="REGIONAL",
            DefaultAction={"Allow": {}},
            Rules=list(rules),
            VisibilityConfig=VISIBLE,
        )["Summary"]
        self.waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=self.arn)
        return {"Name": "acl", "Id": made["Id"], "Scope": "REGIONAL"}


VISIBLE = {
    "SampledRequestsEnabled": True,
    "CloudWatchMetricsEnabled": True,
    "MetricName": "all",
}
