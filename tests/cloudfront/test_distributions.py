"""Distributions serve from their cache and their origins, as they are told to."""

from __future__ import annotations

import gzip
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.cdn import (
    ALL_VIEWER,
    CACHING_DISABLED,
    ORIGIN_SAYS,
    Distribution,
    Origin,
    config,
    origin,
)
from harness.edge import Site, application
from harness.server import Server
from harness.waf import path, rule, visible

CRATES = Path(__file__).parents[2] / "crates"
SEVEN = ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"]
EVERY_METHOD = {"Quantity": 7, "Items": SEVEN}

Make = Callable[..., Distribution]


@pytest.fixture
def app() -> Iterator[Origin]:
    with origin() as app:
        yield app


@pytest.fixture
def make(dev_server: Server, unused_account: Callable[[], str], app: Origin) -> Make:
    """Makes a distribution in front of the origin."""
    return lambda **more: Distribution(dev_server, unused_account(), config(app.port, **more))


def test_an_object_is_fetched_once(make: Make, app: Origin) -> None:
    app.answer("/a", "hello", Cache_Control="max-age=60")
    one = make()
    first, again = one.ask("/a"), one.ask("/a?ignored=1")
    assert (first.status, first.body, first.cache) == (200, "hello", "Miss")
    assert (again.status, again.body, again.cache) == (200, "hello", "Hit")
    assert app.count("/a") == 1
    assert int(again.headers["age"]) >= 0
    assert again.headers["via"] == f"1.1 {one.name} (CloudFront)"
    assert again.headers["x-amz-cf-id"] != first.headers["x-amz-cf-id"]
    head = one.ask("/a", method="HEAD")
    assert (head.cache, head.headers["content-length"], head.body) == ("Hit", "5", "")


def test_curl_reaches_it_and_the_aws_cli_lists_it(make: Make, tmp_path: Path) -> None:
    one = make()
    host, port = one.address()
    connect = f"{one.name}:80:{host}:{port}"
    curl = ["curl", "-sS", "--connect-to", connect, f"http://{one.name}/x?y=1"]
    done = subprocess.run(curl, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "/x"
    ran = Cli(one.server, tmp_path, one.credentials)("cloudfront", "list-distributions")
    (listed,) = json.loads(ran.stdout)["DistributionList"]["Items"]
    assert (listed["DomainName"], listed["Status"]) == (one.name, "Deployed")


def test_what_origins_forbid_is_not_kept(make: Make, app: Origin) -> None:
    app.answer("/private", "x", Cache_Control="private")
    app.answer("/cookie", "x", Set_Cookie="a=b")
    one = make(behaviour={"CachePolicyId": ORIGIN_SAYS})
    for path_ in ("/private", "/cookie", "/silent"):
        assert [one.ask(path_).cache for _ in range(2)] == ["Miss", "Miss"], path_
    off = make(behaviour={"CachePolicyId": CACHING_DISABLED})
    app.answer("/a", "x", Cache_Control="max-age=60")
    assert [off.ask("/a").cache for _ in range(2)] == ["Miss", "Miss"]


def test_an_invalidation_empties_the_cache(make: Make, app: Origin) -> None:
    one = make()
    for path_ in ("/img/a", "/img/b", "/other"):
        one.ask(path_)
    made = one.invalidate("/img/*")
    assert [one.ask(path_).cache for path_ in ("/img/a", "/img/b", "/other")] == [
        "Miss",
        "Miss",
        "Hit",
    ]
    got = one.cdn.get_invalidation(DistributionId=one.id, Id=made["Id"])["Invalidation"]
    assert got["Status"] == "Completed"
    listed = one.cdn.list_invalidations(DistributionId=one.id)["InvalidationList"]
    assert [item["Id"] for item in listed["Items"]] == [made["Id"]]


def test_what_is_old_is_asked_about(make: Make, app: Origin) -> None:
    app.answer("/a", "hello", ETag='"v1"', Cache_Control="max-age=0")
    one = make(behaviour={"CachePolicyId": ORIGIN_SAYS})
    assert one.ask("/a").cache == "Miss"
    again = one.ask("/a")
    assert (again.status, again.body, again.cache) == (200, "hello", "RefreshHit")
    assert app.asked[-1][2]["if-none-match"] == '"v1"'


def test_viewers_get_what_they_lack(make: Make, app: Origin) -> None:
    app.answer("/a", "0123456789", ETag='"v1"')
    one = make()
    one.ask("/a")
    assert one.ask("/a", If_None_Match='"v1"').status == 304
    part = one.ask("/a", Range="bytes=2-4")
    assert (part.status, part.body, part.headers["content-range"]) == (206, "234", "bytes 2-4/10")
    assert app.count("/a") == 1


def test_text_is_compressed_for_those_who_accept_it(make: Make, app: Origin) -> None:
    app.answer("/a", "hello " * 500, Content_Type="text/plain")
    one = make(behaviour={"Compress": True})
    for cache in ("Miss", "Hit"):
        answer = one.ask("/a", Accept_Encoding="gzip")
        assert (answer.headers["content-encoding"], answer.cache) == ("gzip", cache)
        assert gzip.decompress(answer.body.encode("latin-1")).decode() == "hello " * 500
    assert "content-encoding" not in one.ask("/a").headers


def test_behaviours_and_origins_are_chosen_by_path(make: Make, app: Origin) -> None:
    api = {
        "PathPattern": "/api/*",
        "TargetOriginId": "app",
        "ViewerProtocolPolicy": "allow-all",
        "CachePolicyId": CACHING_DISABLED,
        "OriginRequestPolicyId": ALL_VIEWER,
        "AllowedMethods": EVERY_METHOD,
    }
    headers = {"Quantity": 1, "Items": [{"HeaderName": "X-Secret", "HeaderValue": "sesame"}]}
    one = make(
        CacheBehaviors={"Quantity": 1, "Items": [api]},
        DefaultRootObject="index.html",
        origin={"OriginPath": "/v1", "CustomHeaders": headers},
    )
    assert one.ask("/").body == "/v1/index.html"
    one.ask("/page?q=1", Cookie="a=b", Referer="x")
    method, path_, sent = app.asked[-1]
    assert (method, path_, sent["x-secret"]) == ("GET", "/v1/page", "sesame")
    assert "cookie" not in sent and "referer" not in sent
    assert (sent["host"], sent["user-agent"]) == (f"localhost:{app.port}", "Amazon CloudFront")
    done = one.ask("/api/x?q=1", "POST", b"body", Cookie="a=b", Referer="x", X_Secret="guess")
    method, path_, sent = app.asked[-1]
    assert (method, path_, done.cache) == ("POST", "/v1/api/x?q=1", "Miss")
    assert (sent["cookie"], sent["referer"], sent["x-secret"]) == ("a=b", "x", "sesame")
    assert (sent["host"], sent["user-agent"]) == (one.name, "test")


def test_methods_that_are_not_allowed_are_refused(make: Make, app: Origin) -> None:
    one = make()
    refused = one.ask("/a", method="POST", body=b"x")
    assert (refused.status, refused.cache) == (403, "Error")
    assert refused.headers["server"] == "CloudFront"
    assert refused.headers["x-amz-cf-id"] in refused.body
    assert (one.ask("/a", method="TRACE").status, app.asked) == (405, [])


def test_errors_have_pages_and_are_kept_for_a_while(make: Make, app: Origin) -> None:
    app.answer("/missing", "no", status=404)
    app.answer("/sorry", "sorry", Content_Type="text/html")
    page = {
        "ErrorCode": 404,
        "ResponsePagePath": "/sorry",
        "ResponseCode": "200",
        "ErrorCachingMinTTL": 60,
    }
    one = make(CustomErrorResponses={"Quantity": 1, "Items": [page]})
    for _ in range(2):
        answer = one.ask("/missing")
        assert (answer.status, answer.body, answer.cache) == (200, "sorry", "Error")
        assert answer.headers["content-type"] == "text/html"
    assert (app.count("/missing"), app.count("/sorry")) == (1, 1)


def test_an_origin_that_is_gone_is_a_bad_gateway(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    with origin() as app:
        port = app.port
    one = Distribution(dev_server, unused_account(), config(port))
    assert (one.ask("/").status, one.ask("/").cache) == (502, "Error")
    own = Distribution(dev_server, unused_account(), config(dev_server.port))
    assert own.ask("/").status == 502


def test_what_was_kept_outlives_its_origin(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    with origin() as app:
        app.answer("/a", "hello", ETag='"v1"', Cache_Control="max-age=0")
        behaviour = {"CachePolicyId": ORIGIN_SAYS}
        one = Distribution(dev_server, unused_account(), config(app.port, behaviour=behaviour))
        one.ask("/a")
        app.answer("/a", "broken", status=503)
        assert one.ask("/a").body == "hello"


def test_the_firewall_judges_before_the_cache_is_asked(make: Make, app: Origin) -> None:
    one = make()
    assert one.ask("/admin").status == 200
    waf = client("wafv2", one.server.endpoint, one.credentials)
    acl = waf.create_web_acl(
        Name="acl",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        Rules=[rule("admin", path(b"/admin"))],
        VisibilityConfig=visible("all"),
    )["Summary"]
    etag = one.cdn.get_distribution(Id=one.id)["ETag"]
    one.cdn.associate_distribution_web_acl(Id=one.id, WebACLArn=acl["ARN"], IfMatch=etag)
    blocked = one.ask("/admin")
    assert (blocked.status, blocked.cache) == (403, "Error")
    assert one.ask("/public").status == 200
    listed = one.cdn.list_distributions_by_web_acl_id(WebACLId=acl["ARN"])["DistributionList"]
    assert [item["Id"] for item in listed["Items"]] == [one.id]
    named = {"Name": "acl", "Id": acl["Id"], "Scope": "CLOUDFRONT"}
    held = error_of(waf.delete_web_acl, **named, LockToken=acl["LockToken"])
    assert held[0] == "WAFAssociatedItemException"
    etag = one.cdn.get_distribution(Id=one.id)["ETag"]
    one.cdn.disassociate_distribution_web_acl(Id=one.id, IfMatch=etag)
    assert one.ask("/admin").status == 200
    waf.delete_web_acl(**named, LockToken=acl["LockToken"])


def test_a_web_acl_is_of_the_account_and_for_distributions(make: Make) -> None:
    one, other = make(), make()
    waf = client("wafv2", one.server.endpoint, other.credentials)
    asked = {"DefaultAction": {"Allow": {}}, "VisibilityConfig": visible("all")}
    for scope in ("REGIONAL", "CLOUDFRONT"):
        arn = waf.create_web_acl(Name="acl", Scope=scope, **asked)["Summary"]["ARN"]
        etag = one.cdn.get_distribution(Id=one.id)["ETag"]
        refused = error_of(
            one.cdn.associate_distribution_web_acl, Id=one.id, WebACLArn=arn, IfMatch=etag
        )
        assert refused[0] == "InvalidWebACLId", scope


def test_https_is_served_and_may_be_demanded(make: Make, app: Origin) -> None:
    one = make(behaviour={"ViewerProtocolPolicy": "redirect-to-https"})
    sent = one.ask("/a?b=1")
    assert (sent.status, sent.headers["location"]) == (301, f"https://{one.name}/a?b=1")
    assert sent.headers["x-cache"] == "Redirect from cloudfront"
    assert one.ask("/a", tls=True).body == "/a"

    def https_only(config: dict) -> None:
        config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] = "https-only"

    one.update(https_only)
    assert (one.ask("/a").status, one.ask("/a", tls=True).status) == (403, 200)


def test_a_name_of_ones_own_needs_a_certificate(
    server_factory: Callable[..., Server], app: Origin
) -> None:
    server = server_factory(dev=True)
    one = Distribution(server, "123456789012", config(app.port))
    iam = client("iam", server.endpoint, one.credentials)
    data = CRATES / "edge/tests/data"
    certificate = iam.upload_server_certificate(
        ServerCertificateName="app",
        Path="/cloudfront/",
        CertificateBody=(data / "app.pem").read_text(),
        PrivateKey=(data / "app.key").read_text(),
    )["ServerCertificateMetadata"]["ServerCertificateId"]

    def named(config: dict) -> None:
        config["Aliases"] = {"Quantity": 1, "Items": ["www.example.test"]}

    def with_certificate(config: dict) -> None:
        named(config)
        config["ViewerCertificate"] = {
            "IAMCertificateId": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        }

    assert error_of(lambda: one.update(named))[0] == "InvalidViewerCertificate"
    assert one.ask("/a", host="www.example.test").status == 404
    one.update(with_certificate)
    assert one.ask("/a", host="www.example.test").body == "/a"
    assert one.ask("/a", host="www.example.test", tls=True).body == "/a"


def test_a_disabled_distribution_serves_nothing_and_can_be_deleted(make: Make) -> None:
    one = make()
    host, port = one.address()
    assert error_of(one.cdn.delete_distribution, Id=one.id)[0] == "InvalidIfMatchVersion"
    etag = one.cdn.get_distribution(Id=one.id)["ETag"]
    enabled = error_of(one.cdn.delete_distribution, Id=one.id, IfMatch=etag)
    assert enabled[0] == "DistributionNotDisabled"
    one.update(lambda config: config.update(Enabled=False))
    assert one.fronts() == []
    etag = one.cdn.get_distribution(Id=one.id)["ETag"]
    one.cdn.delete_distribution(Id=one.id, IfMatch=etag)
    assert error_of(one.cdn.get_distribution, Id=one.id)[0] == "NoSuchDistribution"


def test_a_balancer_can_be_an_origin(dev_server: Server, unused_account: Callable[[], str]) -> None:
    with application() as port:
        site = Site(dev_server, unused_account(), port)
        balanced = config(80, origin={"DomainName": site.name})
        one = Distribution(dev_server, unused_account(), balanced)
        seen = json.loads(one.ask("/a").body)
        assert (seen["path"], seen["headers"]["Host"]) == ("/a", site.name)
        assert seen["headers"]["X-Forwarded-For"] == "127.0.0.1, 130.176.0.1"


def test_a_distribution_is_no_origin_of_its_own(make: Make, app: Origin) -> None:
    one = make()

    def looping(config: dict) -> None:
        config["Origins"]["Items"][0]["DomainName"] = one.name
        config["Origins"]["Items"][0]["CustomOriginConfig"]["HTTPPort"] = 80

    one.update(looping)
    assert one.ask("/a").status == 403


def test_requests_are_logged_to_a_bucket(
    server_factory: Callable[..., Server], app: Origin
) -> None:
    server = server_factory(dev=True, extra=("--trail-delivery-seconds", "1"))
    account = "123456789012"
    s3 = client("s3", server.endpoint, Credentials(account, "any"))
    s3.create_bucket(Bucket="cdn-logs")
    logging = {"Enabled": True, "IncludeCookies": False, "Prefix": "web/"}
    wanted = config(app.port, Logging={**logging, "Bucket": "cdn-logs.s3.amazonaws.com"})
    refused = error_of(lambda: Distribution(server, account, wanted))
    assert refused[0] == "InvalidArgument"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::cdn-logs/web/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="cdn-logs", Policy=policy)
    one = Distribution(server, account, wanted)
    for _ in range(2):
        one.ask("/a?q=1", Cookie="secret=1")
    lines = logged(s3, f"web/{one.id}.", 2)
    fields = [line.split("\t") for line in lines]
    assert [field[13] for field in fields] == ["Miss", "Hit"]
    for field in fields:
        assert (field[4], field[5], field[6]) == ("127.0.0.1", "GET", one.name)
        assert (field[7], field[8], field[11], field[12]) == ("/a", "200", "q=1", "-")


def logged(s3: Any, prefix: str, count: int) -> list[str]:
    """The lines of a log, once there are so many."""
    deadline = time.monotonic() + 60
    while True:
        found = s3.list_objects_v2(Bucket="cdn-logs", Prefix=prefix).get("Contents", [])
        files = [s3.get_object(Bucket="cdn-logs", Key=one["Key"])["Body"].read() for one in found]
        texts = [gzip.decompress(one).decode().splitlines() for one in files]
        lines = [line for text in texts for line in text if not line.startswith("#")]
        if len(lines) >= count:
            assert texts[0][0] == "#Version: 1.0"
            return lines
        assert time.monotonic() < deadline, lines
