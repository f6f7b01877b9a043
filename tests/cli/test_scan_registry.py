"""Images in registries, scanned for known vulnerabilities."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from harness.command import run_bartizan
from harness.images import layout
from harness.registry import TOKEN, Registry, digest, serving

LOGIN = "user:p:w"
BASIC = f"Basic {base64.b64encode(LOGIN.encode()).decode()}"


@pytest.fixture
def scan(binary: Path, tmp_path: Path, advisories):
    def run(registry: Registry, image: str = "app:1", *words: str, **environment: str):
        named = f"{registry.address}/{image}"
        words = ("scan", named, "--format", "json", *words)
        environment = {"HOME": str(tmp_path), **environment}
        return run_bartizan(binary, *words, folder=tmp_path, environment=environment)

    return run


def found(done) -> dict[str, list[str]]:
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told["problems"] == []
    return {each["id"]: each["places"] for each in told["findings"]}


FOUND = {"DSA-1": ["var/lib/dpkg/status"], "GHSA-x": ["app/package-lock.json"]}


def test_an_image_in_a_registry_is_scanned(scan, image: list[bytes]) -> None:
    with serving(Registry(layout(image))) as registry:
        assert found(scan(registry)) == FOUND
        manifest = json.loads(registry.files["index.json"])["manifests"][0]["digest"]
        assert found(scan(registry, f"app@{manifest}")) == FOUND
        done = scan(registry, "app:2")
        assert (done.returncode, "404: NOT_FOUND: so it is" in done.stderr) == (3, True)
        assert scan(registry, "other:1").returncode == 3
    with serving(Registry(layout(image), login="")) as registry:
        assert found(scan(registry)) == FOUND


def test_the_platform_is_chosen(scan, image: list[bytes]) -> None:
    with serving(Registry(layout(image, ("arm64", "s390x")))) as registry:
        assert found(scan(registry, "app:1", "--platform", "linux/s390x")) == FOUND
        assert found(scan(registry, "app:1", "--arch", "arm64")) == FOUND
        done = scan(registry, "app:1", "--platform", "linux/riscv64")
        assert done.returncode == 3
        assert "not for linux/riscv64, but for linux/arm64, linux/s390x" in done.stderr
        done = scan(registry, "app:1", "--platform", "linux")
        assert (done.returncode, "linux/arm64" in done.stderr) == (2, True)


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
@pytest.mark.parametrize("source", ["environment", "docker", "podman"])
def test_who_logged_in_is_told(
    scan, image: list[bytes], tmp_path: Path, scheme: str, source: str
) -> None:
    with serving(Registry(layout(image), LOGIN, scheme)) as registry:
        done = scan(registry)
        assert done.returncode == 3
        assert ("UNAUTHORIZED" if scheme == "basic" else "no token was given") in done.stderr
        auths = {registry.address: {"auth": base64.b64encode(LOGIN.encode()).decode()}}
        (tmp_path / "config.json").write_text(json.dumps({"auths": auths}))
        environment = {
            "environment": {
                "BARTIZAN_REGISTRY_USER": "user",
                "BARTIZAN_REGISTRY_PASSWORD": "p:w",
            },
            "docker": {"DOCKER_CONFIG": str(tmp_path)},
            "podman": {"REGISTRY_AUTH_FILE": str(tmp_path / "config.json")},
        }[source]
        assert found(scan(registry, **environment)) == FOUND
        (tmp_path / "config.json").write_text("{")
        done = scan(registry, DOCKER_CONFIG=str(tmp_path))
        assert (done.returncode, "config.json" in done.stderr) == (2, True)


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
def test_credentials_stay_where_they_are_for(scan, image: list[bytes], scheme: str) -> None:
    """Blobs are at another place, which the registry sends on to: it is told nothing."""
    files = layout(image)
    with (
        serving(Registry(files)) as elsewhere,
        serving(Registry(files, LOGIN, scheme, elsewhere=elsewhere.address)) as registry,
    ):
        login = {"BARTIZAN_REGISTRY_USER": "user", "BARTIZAN_REGISTRY_PASSWORD": "p:w"}
        assert found(scan(registry, **login)) == FOUND
        assert {told for _, told in elsewhere.asked} == {None}
        assert len(elsewhere.asked) == 3
        last = BASIC if scheme == "basic" else f"Bearer {TOKEN}"
        assert registry.asked[-1][1] == last


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("other", "it is not what its digest says"),
        ("short", "it ends too early"),
        ("endless", "it has more bytes than the manifest tells"),
    ],
)
@pytest.mark.parametrize("number", [0, 1])
def test_a_layer_that_is_not_right_is_not_used(
    scan, image: list[bytes], fault: str, problem: str, number: int
) -> None:
    faulty = digest(image[number])
    with serving(Registry(layout(image), faulty=faulty, fault=fault)) as registry:
        done = scan(registry, "app:1", "--fail-on", "never")
        assert (done.returncode, done.stdout) == (3, "")
        assert problem in done.stderr
        assert faulty.removeprefix("sha256:") in done.stderr


@pytest.mark.parametrize("fault", ["other", "short", "endless"])
def test_a_description_that_is_not_right_is_not_used(scan, image: list[bytes], fault: str) -> None:
    files = layout(image)
    manifest = json.loads(files["index.json"])["manifests"][0]["digest"]
    configuration = json.loads(files[f"blobs/sha256/{manifest[7:]}"])["config"]["digest"]
    with serving(Registry(files, faulty=configuration, fault=fault)) as registry:
        done = scan(registry)
        assert (done.returncode, done.stdout) == (3, "")
        assert ("limit" if fault == "endless" else "is something else") in done.stderr
    other = {**files, f"blobs/sha256/{manifest[7:]}": b"{}"}
    with serving(Registry(other)) as registry:
        done = scan(registry, f"app@{manifest}")
        assert (done.returncode, "is something else" in done.stderr) == (3, True)


def test_a_layer_that_is_gone_fails_the_scan(scan, image: list[bytes]) -> None:
    files = layout(image)
    del files[f"blobs/sha256/{digest(image[1])[7:]}"]
    with serving(Registry(files)) as registry:
        done = scan(registry, "app:1", "--fail-on", "never")
        assert (done.returncode, "404: NOT_FOUND" in done.stderr) == (3, True)


def test_what_names_no_registry_is_a_path(bartizan, advisories) -> None:
    for name in ("alpine", "library/alpine:3", "./tree"):
        done = bartizan("scan", name)
        assert (done.returncode, "No such file" in done.stderr) == (3, True)
