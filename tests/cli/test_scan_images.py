"""Images of containers, scanned for known vulnerabilities."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from harness.images import docker_files, layer, layout


@pytest.mark.parametrize("form", ["docker", "oci", "folder"])
def test_an_image_is_scanned(
    bartizan, advisories, image: list[bytes], tmp_path: Path, form: str
) -> None:
    files = docker_files(image) if form == "docker" else layout(image)
    path = tmp_path / "image.tar"
    if form == "folder":
        for name, content in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
    else:
        path.write_bytes(layer(files))
    done = bartizan("scan", "image.tar", "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    found = {each["id"]: each["places"] for each in told["findings"]}
    assert found == {
        "DSA-1": ["var/lib/dpkg/status"],
        "GHSA-x": ["app/package-lock.json"],
    }
    assert told["problems"] == []
    assert told["scanned"] == {"files": 3, "packages": 2, "linksNotFollowed": 0}


def test_what_is_wrong_with_an_image_is_told(
    bartizan, advisories, image: list[bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "layout"
    files = layout([*image, layer({"../../etc/Cargo.lock": b"x"}), b"x" * 600])
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    # A blob that is a link leads out of the folder.
    blob = folder / f"blobs/sha256/{hashlib.sha256(image[0]).hexdigest()}"
    blob.rename(tmp_path / "elsewhere")
    blob.symlink_to(tmp_path / "elsewhere")
    told = json.loads(bartizan("scan", "layout", "--format", "json").stdout)
    assert {each["id"] for each in told["findings"]} == {"GHSA-x"}
    assert sorted(each["problem"] for each in told["problems"]) == [
        "it is no tape archive, or is damaged",
        "it is not in the image",
        "its path leads out of the image",
    ]
    (tmp_path / "packed.tar.gz").write_bytes(gzip.compress(layer(files)))
    done = bartizan("scan", "packed.tar.gz")
    assert (done.returncode, "gunzip" in done.stderr) == (2, True)
    (tmp_path / "other.tar").write_bytes(layer({"a": b"b"}))
    done = bartizan("scan", "other.tar")
    assert (done.returncode, "it is no image" in done.stderr) == (3, True)


def test_programs_tell_what_they_were_built_from(binary: Path, bartizan, advisories) -> None:
    """The program itself was built without such a list, and tells nothing."""
    done = bartizan("scan", str(binary), "--format", "json", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["scanned"] == {"files": 0, "packages": 0, "linksNotFollowed": 0}
    assert told["problems"] == []
