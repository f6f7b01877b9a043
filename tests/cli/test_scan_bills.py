"""Bills of materials beside the formats' own tools: what a scan writes is valid, and what they
write is read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
from spdx_tools.spdx.writer.write_anything import write_file

from harness.images import docker_archive, layer

URLS = [
    "pkg:cargo/smallvec@1.6.0",
    "pkg:npm/left@1.1.0",
    "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?distro=debian-12&upstream=openssl",
]
FOUND = {"CVE-2021-25900", "GHSA-x", "DSA-1"}


@pytest.fixture
def scanned(tree: Path, tmp_path: Path) -> dict[str, str]:
    """A tree of lock files, the root of a host, and an image, each with packages."""
    host = tree / "image"
    files = [file for file in host.rglob("*") if file.is_file()]
    content = layer({str(file.relative_to(host)): file.read_bytes() for file in files})
    (tmp_path / "image.tar").write_bytes(docker_archive([content]))
    return {"tree": "tree", "host": "tree/image", "image": "image.tar"}


@pytest.mark.parametrize("what", ["tree", "host", "image"])
def test_written_bills_are_valid(
    bartizan, advisories, scanned: dict[str, str], tmp_path: Path, what: str
) -> None:
    def written(form: str) -> str:
        done = bartizan("scan", scanned[what], "--format", form, "--fail-on", "never")
        assert done.returncode == 0, done.stderr
        return done.stdout

    bill = written("cyclonedx")
    assert json.loads(bill)["components"]
    problems = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill, all_errors=True)
    assert list(problems or ()) == []
    file = tmp_path / "written.spdx.json"
    file.write_text(written("spdx"))
    document = parse_file(str(file))
    assert len(document.packages) == len(json.loads(bill)["components"])
    assert validate_full_spdx_document(document, "SPDX-2.3") == []


@pytest.mark.parametrize(
    "version", [SchemaVersion.V1_4, SchemaVersion.V1_5, SchemaVersion.V1_6], ids=lambda v: v.name
)
def test_bills_of_cyclonedx_are_read(
    bartizan, advisories, tmp_path: Path, version: SchemaVersion
) -> None:
    urls = [PackageURL.from_string(url) for url in URLS]
    components = [
        Component(name=url.name, version=url.version, purl=url, bom_ref=str(url)) for url in urls
    ]
    written = make_outputter(Bom(components=components), OutputFormat.JSON, version)
    bill = written.output_as_string()
    assert not JsonStrictValidator(version).validate_str(bill)
    (tmp_path / "bom.json").write_text(bill)
    assert found(bartizan, "bom.json") == FOUND


def test_documents_of_spdx_are_read(bartizan, advisories, tmp_path: Path) -> None:
    namespace, nobody = "https://example.com/a", SpdxNoAssertion()
    made = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id="SPDXRef-DOCUMENT",
        name="a",
        document_namespace=namespace,
        creators=[Actor(ActorType.TOOL, "another")],
        created=datetime(2026, 1, 2, 3, 4, 5),
    )
    packages = [
        Package(
            spdx_id=f"SPDXRef-{number}",
            name=f"package-{number}",
            download_location=nobody,
            external_references=[
                ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", url)
            ],
        )
        for number, url in enumerate(URLS)
    ]
    described = [
        Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, package.spdx_id)
        for package in packages
    ]
    document = Document(made, packages=packages, relationships=described)
    write_file(document, str(tmp_path / "another.spdx.json"))
    assert found(bartizan, "another.spdx.json") == FOUND


def found(bartizan, file: str) -> set[str]:
    told = json.loads(bartizan("scan", file, "--format", "json").stdout)
    assert told["problems"] == []
    return {each["id"] for each in told["findings"]}
