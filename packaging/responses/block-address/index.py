"""Puts the address that a finding names as the other side into an IP set of WAF, whose rule blocks it. The set is
named by the variables IP_SET_NAME, IP_SET_ID and IP_SET_SCOPE."""

import ipaddress
import os

import boto3

TRIES = 5
ACTIONS = (
    "awsApiCallAction",
    "kubernetesApiCallAction",
    "networkConnectionAction",
    "portProbeAction",
)


def handler(event, context):
    networks = sorted({str(network(one)) for one in addresses(event["detail"]["service"])})
    if not networks:
        return {"blocked": []}
    waf = boto3.client("wafv2")
    ip_set = {
        "Name": os.environ["IP_SET_NAME"],
        "Id": os.environ["IP_SET_ID"],
        "Scope": os.environ["IP_SET_SCOPE"],
    }
    for last in [False] * (TRIES - 1) + [True]:
        found = waf.get_ip_set(**ip_set)
        listed = found["IPSet"]["Addresses"]
        if set(networks) <= set(listed):
            break
        wanted = sorted({*listed, *networks})
        try:
            waf.update_ip_set(**ip_set, Addresses=wanted, LockToken=found["LockToken"])
            break
        except waf.exceptions.WAFOptimisticLockException:
            # Another finding's response changed it meanwhile.
            if last:
                raise
    print("blocked", *networks)
    return {"blocked": networks}


def addresses(service):
    """The public addresses of the other side."""
    for name in ACTIONS:
        action = service["action"].get(name) or {}
        sides = [action, *action.get("portProbeDetails", [])]
        for side in sides:
            remote = side.get("remoteIpDetails") or {}
            for kind in ("ipAddressV4", "ipAddressV6"):
                address = remote.get(kind)
                if address and ipaddress.ip_address(address).is_global:
                    yield address


def network(address):
    return ipaddress.ip_network(address)
