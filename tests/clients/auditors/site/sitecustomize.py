"""Python loads this at the start of an auditor: what its machine or its age lacks.

Names under `localhost` are this machine's (RFC 6761), which not every resolver knows; botocore
puts the account before the host of S3 Control's requests. And principalmapper uses names that
Python 3.10 removed from `collections`.
"""

import collections
import collections.abc
import socket

_resolve = socket.getaddrinfo


def getaddrinfo(host, *rest, **more):
    """Resolves what is under `localhost` to it."""
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name.endswith(".localhost"):
        host = "127.0.0.1"
    return _resolve(host, *rest, **more)


socket.getaddrinfo = getaddrinfo
for _name in ("Mapping", "MutableMapping"):
    setattr(collections, _name, getattr(collections.abc, _name))
