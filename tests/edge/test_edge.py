"""Load balancers serve what they are told to, and web ACLs protect them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.edge import VISIBLE, Application, Site, application
from harness.server import Server
from harness.waf import path, rule, visible

SCRIPT = "/?q=%3Cscript%3Ealert(1)%3C/script%3E"
PATIENCE_SECONDS = 60
CRATES = Path(__file__).parents[2] / "crates"


def managed(name: str) -> dict[str, Any]:
    """The use of a managed rule group."""
    return {
        "Name": name,
        "Priority": 2,
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}},
        "OverrideAction": {"None": {}},
        "VisibilityConfig": visible(name),
    }


def health(site: Site, wanted: str) -> dict[str, Any]:
    """The health of the site's one target, once its state is the wanted one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = site.elb.describe_target_health(TargetGroupArn=site.group)
        (told,) = answer["TargetHealthDescriptions"]
        if told["TargetHealth"]["State"] == wanted:
            return told["TargetHealth"]
        assert time.monotonic() < deadline, told


def samples(site: Site, metric: str) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    return site.waf.get_sampled_requests(
        WebAclArn=site.waf.get_web_acl_for_resource(ResourceArn=site.arn)["WebACL"]["ARN"],
        RuleMetricName=metric,
        Scope="REGIONAL",
        TimeWindow={"StartTime": now - timedelta(minutes=5), "EndTime": now + timedelta(minutes=1)},
        MaxItems=100,
    )["SampledRequests"]


@pytest.fixture
def port() -> Iterator[int]:
    with application() as port:
        yield port


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str], port: int) -> Site:
    return Site(dev_server, unused_account(), port)


def test_a_balancer_reaches_its_application(site: Site, port: int) -> None:
    (front,) = site.fronts()
    assert (front["name"], front["arn"]) == (site.name, site.arn)
    url = f"http://{site.name}/a?b=c"
    curl = ["curl", "-sS", "--connect-to", f"{site.name}:80:{site.address}", url]
    done = subprocess.run(curl, capture_output=True, text=True, timeout=60, check=True)
    seen = json.loads(done.stdout)
    assert seen["path"] == "/a?b=c"
    assert seen["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert health(site, "healthy") == {"State": "healthy"}


def test_what_is_changed_is_served_when_the_call_returns(site: Site) -> None:
    fixed = {"StatusCode": "418", "ContentType": "text/plain", "MessageBody": "tea"}
    made = site.elb.create_rule(
        ListenerArn=site.listener,
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/tea"]}],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": fixed}],
    )
    assert site.get("/tea") == (418, b"tea")
    site.elb.delete_rule(RuleArn=made["Rules"][0]["RuleArn"])
    assert site.status("/tea") == 200


def test_a_listener_gives_answers_the_headers_that_it_is_told(site: Site) -> None:
    hsts = "routing.http.response.strict_transport_security.header_value"
    for key, value in [(hsts, "max-age=60"), ("routing.http.response.server.enabled", "false")]:
        site.elb.modify_listener_attributes(
            ListenerArn=site.listener, Attributes=[{"Key": key, "Value": value}]
        )
    told = site.elb.describe_listener_attributes(ListenerArn=site.listener)["Attributes"]
    assert {"Key": hsts, "Value": "max-age=60"} in told
    assert site.exchange("/")[1]["Strict-Transport-Security"] == "max-age=60"
    site.elb.deregister_targets(TargetGroupArn=site.group, Targets=[{"Id": "127.0.0.1"}])
    status, headers, _ = site.exchange("/")
    assert (status, headers["Strict-Transport-Security"]) == (503, "max-age=60")
    assert headers["Server"] is None and headers["Date"]
    assert site.elb.describe_capacity_reservation(LoadBalancerArn=site.arn)["ResponseMetadata"]


def test_a_target_that_does_not_answer_is_unhealthy(site: Site, port: int) -> None:
    health(site, "healthy")
    site.elb.deregister_targets(TargetGroupArn=site.group, Targets=[{"Id": "127.0.0.1"}])
    site.register("127.0.0.2", Port=1)
    assert health(site, "unhealthy")["Reason"].startswith("Target.")
    assert site.status() == 502


def test_a_target_that_leaves_ends_what_is_under_way(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    came, goes_on = Event(), Event()

    class Held(Application):
        """Answers one path only when it is let go on."""

        def do_GET(self) -> None:
            if self.path == "/held":
                came.set()
                goes_on.wait(PATIENCE_SECONDS)
            super().do_GET()

    with application(Held) as port, ThreadPoolExecutor(1) as pool:
        site = Site(dev_server, unused_account(), port)
        delay = {"Key": "deregistration_delay.timeout_seconds", "Value": "120"}
        site.elb.modify_target_group_attributes(TargetGroupArn=site.group, Attributes=[delay])
        answer = pool.submit(site.status, "/held")
        assert came.wait(PATIENCE_SECONDS)
        target = [{"Id": "127.0.0.1"}]
        site.elb.deregister_targets(TargetGroupArn=site.group, Targets=target)
        assert health(site, "draining")["Reason"] == "Target.DeregistrationInProgress"
        assert site.status() == 503
        goes_on.set()
        assert answer.result(PATIENCE_SECONDS) == 200
        site.elb.get_waiter("target_deregistered").wait(
            TargetGroupArn=site.group, Targets=target, WaiterConfig={"Delay": 0}
        )


def test_https_is_served_with_a_certificate_of_the_account(site: Site) -> None:
    site.add_https(CRATES / "edge/tests/data", "app")
    connect = f"{site.name}:443:{site.address_of(443)}"
    curl = ["curl", "-sSk", "--connect-to", connect, f"https://{site.name}/safe"]
    done = subprocess.run(curl, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout)["headers"]["X-Forwarded-Proto"] == "https"


def test_a_certificate_that_is_shown_is_not_deleted(site: Site) -> None:
    site.add_https(CRATES / "edge/tests/data", "app")
    iam = client("iam", site.server.endpoint, site.credentials)
    code, message, status = error_of(iam.delete_server_certificate, ServerCertificateName="app")
    assert (code, status) == ("DeleteConflict", 409)
    assert f"is currently in use by {site.arn}." in message
    (listener,) = [
        one["ListenerArn"]
        for one in site.elb.describe_listeners(LoadBalancerArn=site.arn)["Listeners"]
        if one["Port"] == 443
    ]
    site.elb.delete_listener(ListenerArn=listener)
    iam.delete_server_certificate(ServerCertificateName="app")


def test_a_certificate_that_cannot_be_used_closes_its_listener_alone(site: Site) -> None:
    site.add_https(CRATES / "engines/pki/tests/data", "leaf")  # X.509 version 1
    (front,) = site.fronts()
    http, unusable = sorted(front["listeners"], key=lambda one: one["port"])
    assert (http["port"], "problem" in http) == (80, False)
    assert "cannot be used" in unusable["problem"]
    assert site.status() == 200


def test_bartizan_itself_is_no_target(site: Site) -> None:
    site.elb.deregister_targets(TargetGroupArn=site.group, Targets=[{"Id": "127.0.0.1"}])
    site.register("127.0.0.1", Port=site.server.port)
    assert site.status() == 502
    site.elb.deregister_targets(TargetGroupArn=site.group, Targets=[{"Id": "127.0.0.1"}])
    site.register("127.0.0.1", Port=int(site.address.rsplit(":", 1)[1]))
    assert site.status() == 502


def test_a_rule_blocks_and_is_sampled(site: Site) -> None:
    site.protect(rule("admin", path(b"/admin")))
    assert (site.status("/admin/x"), site.status("/public")) == (403, 200)
    (blocked,) = samples(site, "admin")
    assert (blocked["Action"], blocked["Request"]["URI"]) == ("BLOCK", "/admin/x")
    (passed,) = samples(site, "all")
    assert (passed["Action"], passed["Request"]["URI"]) == ("ALLOW", "/public")


def test_managed_rules_tell_attacks_from_other_requests(site: Site) -> None:
    common = managed("AWSManagedRulesCommonRuleSet")
    named = site.protect(common)
    assert (site.status(SCRIPT), site.status("/?q=hello")) == (403, 200)
    (blocked,) = samples(site, "AWSManagedRulesCommonRuleSet")
    assert blocked["RuleNameWithinRuleGroup"] == (
        "AWS#AWSManagedRulesCommonRuleSet#CrossSiteScripting_QUERYARGUMENTS"
    )
    held = site.waf.get_web_acl(**named)
    site.waf.update_web_acl(
        **named,
        DefaultAction={"Allow": {}},
        Rules=[{**common, "OverrideAction": {"Count": {}}}],
        VisibilityConfig=VISIBLE,
        LockToken=held["LockToken"],
    )
    assert site.status(SCRIPT) == 200


def test_a_protected_balancer_keeps_its_web_acl(site: Site) -> None:
    named = site.protect(rule("all", path(b"/")))
    assert site.status() == 403
    token = site.waf.get_web_acl(**named)["LockToken"]
    refused = error_of(site.waf.delete_web_acl, **named, LockToken=token)
    assert refused[0] == "WAFAssociatedItemException"
    site.waf.disassociate_web_acl(ResourceArn=site.arn)
    assert site.status() == 200
    site.waf.delete_web_acl(**named, LockToken=token)


def test_a_blocked_request_is_explained_to_its_account(site: Site) -> None:
    site.protect(managed("AWSManagedRulesCommonRuleSet"))
    status, headers, body = site.exchange(SCRIPT)
    request_id = headers["x-amzn-RequestId"]
    assert status == 403 and f"Request id: {request_id}" in body.decode()
    told = json.loads(site.run("waf", "explain", request_id, "--format", "json"))
    assert (told["action"], told["path"], told["resource"]) == ("BLOCK", "/", site.arn)
    assert told["decidedBy"]["ruleInGroup"] == "CrossSiteScripting_QUERYARGUMENTS"
    (decided,) = [rule for rule in told["rules"] if rule["decides"]]
    evidence = [statement["evidence"] for statement in decided["statements"]]
    found = next(filter(None, evidence))
    assert found["field"] == "Query q"
    at = slice(found["offset"], found["offset"] + len(found["found"]))
    assert "<script>alert(1)</script>"[at] == found["found"] != ""
    assert all(rule["statements"] for rule in told["rules"])
    assert "CrossSiteScripting_QUERYARGUMENTS: decided" in site.run("waf", "explain", request_id)
    stranger = Credentials("999988887777", "any")
    refused = site.command(stranger, "waf", "explain", request_id)
    assert refused.returncode == 3 and "RequestNotFound" in refused.stderr


def test_only_a_balancer_that_is_there_is_protected(site: Site) -> None:
    site.protect(rule("all", path(b"/nothing")))
    arn = site.waf.list_web_acls(Scope="REGIONAL")["WebACLs"][0]["ARN"]
    gone = f"{site.arn[:-4]}0000"
    refused = error_of(site.waf.associate_web_acl, WebACLArn=arn, ResourceArn=gone)
    assert refused[0] == "WAFNonexistentItemException"


def test_a_blocked_request_is_answered_as_the_rule_says(site: Site) -> None:
    response = {
        "ResponseCode": 429,
        "ResponseHeaders": [{"Name": "x-why", "Value": "too-much"}],
    }
    inserting = {"InsertHeaders": [{"Name": "checked", "Value": "yes"}]}
    site.protect(
        {**rule("a", path(b"/a")), "Action": {"Block": {"CustomResponse": response}}},
        {**rule("b", path(b"/b"), 2), "Action": {"Count": {"CustomRequestHandling": inserting}}},
    )
    assert site.status("/a") == 429
    seen = json.loads(site.get("/b")[1])
    assert seen["headers"]["x-amzn-waf-checked"] == "yes"


def test_a_rate_is_limited(site: Site) -> None:
    limit = {"Limit": 10, "EvaluationWindowSec": 60, "AggregateKeyType": "IP"}
    named = site.protect(rule("limit", {"RateBasedStatement": limit}))
    statuses = [site.status() for _ in range(12)]
    assert statuses == [200] * 10 + [403] * 2
    limited = site.waf.get_rate_based_statement_managed_keys(
        Scope="REGIONAL", WebACLName=named["Name"], WebACLId=named["Id"], RuleName="limit"
    )
    assert limited["ManagedKeysIPV4"]["Addresses"] == ["127.0.0.1/32"]


def test_a_balancer_that_is_deleted_is_served_and_protected_no_more(site: Site) -> None:
    address = site.address
    named = site.protect(rule("admin", path(b"/admin")))
    site.elb.delete_load_balancer(LoadBalancerArn=site.arn)
    assert site.fronts() == []
    url = f"http://{site.name}/"
    curl = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--connect-to"]
    words = [*curl, f"{site.name}:80:{address}", url]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout != "200"
    held = site.waf.get_web_acl(**named)
    resources = site.waf.list_resources_for_web_acl(WebACLArn=held["WebACL"]["ARN"])
    assert resources["ResourceArns"] == []
    site.waf.delete_web_acl(**named, LockToken=held["LockToken"])
