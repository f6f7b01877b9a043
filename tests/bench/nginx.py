"""nginx with one worker on a core of its own: as an application, and as a proxy in front of one,
with Debian's ModSecurity and Core Rule Set or without."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peers

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
def running(core: str, more: str, modules: str = "") -> Iterator[list[int]]:
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
def application(core: str, port: int) -> Iterator[list[int]]:
    """One that answers each request at once; its processes."""
    with running(core, ORIGIN.format(port=port), ECHO) as processes:
        peers.wait_for_port(port)
        yield processes


@contextmanager
def proxy(core: str, to: int, rules: str) -> Iterator[tuple[int, list[int]]]:
    """One in front of the application at that port: its own port and its processes."""
    port = peers.free_port()
    more = PROXY.format(to=to, port=port, rules=rules)
    with running(core, more, MODSECURITY if rules else "") as processes:
        peers.wait_for_port(port)
        yield port, processes
