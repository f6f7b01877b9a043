"""Known vulnerabilities: advisories compiled, and folders scanned, without a server."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from harness.command import run_bartizan
from harness.issuer import Authority, Issuer

CRATES = "registry+https://github.com/rust-lang/crates.io-index"


def record(identifier: str, ecosystem: str, name: str, fixed: str, **more: object) -> dict:
    events = [{"introduced": "0"}, {"fixed": fixed}]
    kind = "SEMVER" if ecosystem in {"npm", "crates.io", "Go"} else "ECOSYSTEM"
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": kind, "events": events}],
    }
    return {
        "id": identifier,
        "modified": "2026-01-02T03:04:05Z",
        "summary": f"{name} is wrong",
        "affected": [affected],
        **more,
    }


CRITICAL = {
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
}
LOW = {"database_specific": {"severity": "LOW"}}
RECORDS = [
    record("RUSTSEC-1", "crates.io", "smallvec", "1.6.1", aliases=["CVE-2021-25900"], **CRITICAL),
    record("GHSA-x", "npm", "left", "1.2.0", **LOW),
    record("DSA-1", "Debian:12", "openssl", "3.0.11-1~deb12u2"),
]


@pytest.fixture
def bartizan(binary: Path, tmp_path: Path):
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return run_bartizan(binary, *words, folder=tmp_path)

    return run


@pytest.fixture
def advisories(bartizan, tmp_path: Path) -> None:
    """Compiled advisories: one record in a folder, the others in an archive."""
    folder = tmp_path / "osv"
    folder.mkdir()
    (folder / "GHSA-x.json").write_text(json.dumps(RECORDS[1]))
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (RECORDS[0], RECORDS[2]):
            archive.writestr(f"{each['id']}.json", json.dumps(each))
    built = bartizan("advisories", "build", "osv", "-o", "advisories.db")
    assert built.returncode == 0, built.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "web" / "app").mkdir(parents=True)
    (tree / "Cargo.lock").write_text(
        f'[[package]]\nname = "smallvec"\nversion = "1.6.0"\nsource = "{CRATES}"\n'
    )
    packages = {"node_modules/left": {"version": "1.1.0"}}
    (tree / "web/app/package-lock.json").write_text(
        json.dumps({"lockfileVersion": 3, "packages": packages})
    )
    status = tree / "image/var/lib/dpkg/status"
    status.parent.mkdir(parents=True)
    status.write_text(
        "Package: libssl3\nStatus: install ok installed\nSource: openssl\n"
        "Version: 3.0.11-1~deb12u1\n\n"
    )
    (tree / "image/etc").mkdir()
    (tree / "image/etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    return tree


def test_a_folder_is_scanned(bartizan, advisories, tree: Path) -> None:
    done = bartizan("scan", "tree", "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    found = {each["id"]: each for each in told["findings"]}
    assert set(found) == {"CVE-2021-25900", "GHSA-x", "DSA-1"}
    cve = found["CVE-2021-25900"]
    assert (cve["ids"], cve["score"]) == (["RUSTSEC-1", "CVE-2021-25900"], 9.8)
    assert (cve["fixedIn"], cve["severity"]) == ("1.6.1", "critical")
    assert cve["places"] == ["Cargo.lock"]
    assert found["DSA-1"]["package"]["source"]["name"] == "openssl"
    assert found["DSA-1"]["package"]["release"] == "12"
    assert found["DSA-1"]["places"] == ["image/var/lib/dpkg/status"]
    assert told["scanned"] == {"files": 3, "packages": 3, "linksNotFollowed": 0}
    assert told["advisories"]["newest"] == "2026-01-02T03:04:05Z"
    assert told["advisories"]["ageDays"] >= 0
    assert told["problems"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tree",), 1),
        (("tree", "--fail-on", "critical"), 1),
        (("tree", "--fail-on", "never"), 0),
        (("tree/web", "--fail-on", "low"), 1),
        (("tree/web", "--fail-on", "medium"), 0),
        (("tree/Cargo.lock",), 1),
        (("osv",), 0),
        (("absent",), 3),
        (("advisories.db",), 2),
        (("tree", "--advisories", "absent.db"), 3),
        (("tree", "--advisories", "tree/Cargo.lock"), 3),
    ],
)
def test_exit_codes(bartizan, advisories, tree: Path, words: tuple[str, ...], code: int) -> None:
    done = bartizan("scan", *words)
    assert done.returncode == code, done.stdout + done.stderr


def test_the_table_begins_with_the_gravest(bartizan, advisories, tree: Path) -> None:
    lines = bartizan("scan", "tree").stdout.splitlines()
    assert lines[1].split()[:4] == ["smallvec", "1.6.0", "1.6.1", "critical"]
    assert "3 findings in 3 of 3 packages of 3 files" in lines[-2]
    assert "days old" in lines[-1]
    assert "not signed" in lines[-1]


def test_sarif(bartizan, advisories, tree: Path) -> None:
    (tree / "a b").mkdir()
    (tree / "Cargo.lock").rename(tree / "a b/Cargo.lock")
    (run,) = json.loads(bartizan("scan", "tree", "--format", "sarif").stdout)["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["CVE-2021-25900"]["properties"]["security-severity"] == "9.8"
    (result,) = (each for each in run["results"] if each["ruleId"] == "CVE-2021-25900")
    assert result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/Cargo.lock"


def test_what_cannot_be_read_is_told_and_the_rest_is_assessed(
    bartizan, advisories, tree: Path
) -> None:
    (tree / "web/yarn.lock").write_text("<<<<<<< HEAD\n")
    (tree / "web/go.mod").mkdir()
    os.mkfifo(tree / "web/poetry.lock")
    outside = tree.parent / "outside"
    outside.mkdir()
    (tree / "Cargo.lock").rename(outside / "Cargo.lock")
    (tree / "outside").symlink_to(outside)
    (tree / "Cargo.lock").symlink_to(outside / "Cargo.lock")
    told = json.loads(bartizan("scan", "tree", "--format", "json").stdout)
    assert [each["path"] for each in told["problems"]] == ["web/yarn.lock"]
    assert told["scanned"]["linksNotFollowed"] == 2
    assert {each["id"] for each in told["findings"]} == {"GHSA-x", "DSA-1"}


def test_signatures(bartizan, advisories, tree: Path, tmp_path: Path) -> None:
    for name in ("own", "other"):
        key = tmp_path / f"{name}.pem"
        make = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key)]
        subprocess.run(make, check=True)
        public = ["openssl", "pkey", "-in", str(key), "-pubout", "-out", f"{key}.pub"]
        subprocess.run(public, check=True)
    signed = ("advisories", "build", "osv", "-o", "signed.db", "--sign-key", "own.pem")
    assert bartizan(*signed).returncode == 0
    trusting = ("--advisories", "signed.db", "--trust", "own.pem.pub")
    done = bartizan("scan", "tree", *trusting)
    assert done.returncode == 1
    assert "signed by the key that is trusted" in done.stdout
    assert bartizan("advisories", "verify", "signed.db", "--trust", "own.pem.pub").returncode == 0
    for file, key, words in [
        ("signed.db", "other.pem.pub", "not of the key that is trusted"),
        ("advisories.db", "own.pem.pub", "not signed"),
    ]:
        refused = bartizan("scan", "tree", "--advisories", file, "--trust", key)
        assert refused.returncode == 3
        assert words in refused.stderr


def test_damage_is_found(bartizan, advisories, tmp_path: Path) -> None:
    file = tmp_path / "advisories.db"
    whole = file.read_bytes()
    assert bartizan("advisories", "verify", "advisories.db").returncode == 0
    for at in (20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        done = bartizan("advisories", "verify", "advisories.db")
        assert (done.returncode, "damaged" in done.stderr) == (3, True)


def test_what_cannot_be_compiled_is_told(bartizan, advisories, tmp_path: Path) -> None:
    (tmp_path / "osv/broken.json").write_text("{")
    done = bartizan("advisories", "build", "osv", "-o", "again.db")
    assert done.returncode == 1
    assert "broken.json: " in done.stderr
    info = json.loads(bartizan("advisories", "info", "again.db", "--format", "json").stdout)
    assert info["packages"] == 3
    assert sum(source["records"] for source in info["sources"]) == 3
    assert sum(source["problems"] for source in info["sources"]) == 1
    assert bartizan("advisories", "build", "tree", "-o", "none.db").returncode == 3


@pytest.mark.parametrize(("form", "name"), [("cyclonedx", "bom.json"), ("spdx", "a.spdx.json")])
def test_a_bill_of_materials_has_the_same_findings(
    bartizan, advisories, tree: Path, tmp_path: Path, form: str, name: str
) -> None:
    written = bartizan("scan", "tree", "--format", form, "--fail-on", "never")
    assert written.returncode == 0, written.stderr
    (tmp_path / name).write_text(written.stdout)
    told = json.loads(bartizan("scan", name, "--format", "json").stdout)
    assert told["problems"] == []
    found = {(each["id"], each["package"]["release"]) for each in told["findings"]}
    assert found == {("CVE-2021-25900", ""), ("GHSA-x", ""), ("DSA-1", "12")}


def layer(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


@pytest.fixture
def image(tree: Path) -> list[bytes]:
    """The layers of an image: the second takes a file away, and replaces another."""
    status = (tree / "image/var/lib/dpkg/status").read_bytes()
    release = (tree / "image/etc/os-release").read_bytes()
    lock = (tree / "Cargo.lock").read_bytes()
    first = {
        "etc/os-release": release,
        "var/lib/dpkg/status": status,
        "app/Cargo.lock": lock,
        "gone/Cargo.lock": lock,
    }
    packages = {"node_modules/left": {"version": "1.1.0"}}
    second = {
        "gone/.wh.Cargo.lock": b"",
        "app/Cargo.lock": b"version = 4\n",
        "app/package-lock.json": json.dumps({"packages": packages}).encode(),
    }
    return [layer(first), gzip.compress(layer(second))]


def layout(layers: list[bytes]) -> dict[str, bytes]:
    """The files of an OCI layout."""
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def add(content: bytes) -> dict:
        digest = hashlib.sha256(content).hexdigest()
        files[f"blobs/sha256/{digest}"] = content
        return {"digest": f"sha256:{digest}", "size": len(content)}

    config = add(json.dumps({"architecture": "arm64", "os": "linux"}).encode())
    manifest = {"schemaVersion": 2, "config": config, "layers": [add(each) for each in layers]}
    index = {"schemaVersion": 2, "manifests": [add(json.dumps(manifest).encode())]}
    return {**files, "index.json": json.dumps(index).encode()}


@pytest.mark.parametrize("form", ["docker", "oci", "folder"])
def test_an_image_is_scanned(
    bartizan, advisories, image: list[bytes], tmp_path: Path, form: str
) -> None:
    if form == "docker":
        manifest = [{"Config": "c.json", "RepoTags": ["a:1"], "Layers": ["1.tar", "2.tar"]}]
        config = json.dumps({"architecture": "arm64", "os": "linux"}).encode()
        files = {"1.tar": image[0], "2.tar": image[1], "c.json": config}
        files["manifest.json"] = json.dumps(manifest).encode()
    else:
        files = layout(image)
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


def vex(state: str, stated: str) -> str:
    product = {"@id": "pkg:cargo/smallvec@1.6.0"}
    statement = {
        "vulnerability": {"name": "CVE-2021-25900"},
        "products": [product],
        "status": state,
        "justification": "vulnerable_code_not_in_execute_path",
        "timestamp": stated,
    }
    context = "https://openvex.dev/ns/v0.2.0"
    return json.dumps({"@context": context, "@id": "x", "statements": [statement]})


def test_statements_suppress_findings(bartizan, advisories, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "vex.json").write_text(vex("not_affected", "2026-01-10T00:00:00Z"))
    words = ("scan", "tree/Cargo.lock", "--vex", "vex.json", "--vex-days", "36500")
    done = bartizan(*words, "--format", "json")
    assert done.returncode == 0, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["suppressed"]["status"] == "not_affected"
    assert finding["suppressed"]["reason"] == "vulnerable_code_not_in_execute_path"
    assert finding["suppressed"]["expires"].startswith("21")
    assert finding["suppressed"]["document"] == "vex.json"
    table = bartizan(*words)
    assert table.returncode == 0
    assert "not_affected until 21" in table.stdout
    assert "1 findings are suppressed, and do not count" in table.stdout
    (run,) = json.loads(bartizan(*words, "--format", "sarif").stdout)["runs"]
    (result,) = run["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "vulnerable_code_not_in_execute_path" in suppression["justification"]


def test_statements_that_do_not_count_are_told(
    bartizan, advisories, tree: Path, tmp_path: Path
) -> None:
    (tmp_path / "old.json").write_text(vex("not_affected", "2000-01-10T00:00:00Z"))
    (tmp_path / "undated.json").write_text(vex("not_affected", "some day"))
    (tmp_path / "bad.json").write_text("{")
    names = ("old.json", "undated.json", "bad.json", "absent.json")
    words = [word for name in names for word in ("--vex", name)]
    done = bartizan("scan", "tree/Cargo.lock", "--format", "json", *words)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told["findings"][0]["suppressed"] is None
    assert [each["path"] for each in told["problems"]] == list(names[1:])
    (note,) = told["notes"]
    assert note["path"] == "old.json"
    assert "expired at 2001-01-09" in note["note"]


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    issuer = Issuer(Authority(tmp_path / "authority"))
    yield issuer
    issuer.close()


def test_advisories_are_updated(bartizan, advisories, tmp_path: Path) -> None:
    """From a folder, and from a compiled file, which is taken if it is right and not older."""
    (tmp_path / "more").mkdir()
    newer = {**record("GHSA-y", "npm", "right", "2.0.0"), "modified": "2026-02-02T03:04:05Z"}
    (tmp_path / "more/GHSA-y.json").write_text(json.dumps(newer))
    done = bartizan("advisories", "update", "new.db", "osv", "more")
    assert done.returncode == 0, done.stderr
    new = (tmp_path / "new.db").read_bytes()
    old = (tmp_path / "advisories.db").read_bytes()
    done = bartizan("advisories", "update", "new.db", "advisories.db")
    assert (done.returncode, "it is older" in done.stderr) == (1, True)
    assert (tmp_path / "new.db").read_bytes() == new
    (tmp_path / "damaged.db").write_bytes(new[:-1] + bytes([new[-1] ^ 1]))
    for words, code in [(("damaged.db",), 3), (("new.db", "more"), 2), (("absent",), 3)]:
        done = bartizan("advisories", "update", "advisories.db", *words)
        assert done.returncode == code, done.stderr
        assert (tmp_path / "advisories.db").read_bytes() == old
    assert bartizan("advisories", "update", "advisories.db", "new.db").returncode == 0
    assert (tmp_path / "advisories.db").read_bytes() == new


def test_advisories_are_downloaded(bartizan, advisories, issuer: Issuer, tmp_path: Path) -> None:
    compiled = (tmp_path / "advisories.db").read_bytes()
    issuer.answers["/advisories.db"] = (200, {}, compiled)
    issuer.answers["/all.zip"] = (200, {}, (tmp_path / "osv/all.zip").read_bytes())
    allowed = ("--egress-ca", "authority/authority.pem", "--egress-allow", "127.0.0.0/8")
    url = f"{issuer.url}/advisories.db"
    done = bartizan("advisories", "update", "got.db", url, *allowed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "got.db").read_bytes() == compiled
    done = bartizan("advisories", "update", "built.db", f"{issuer.url}/all.zip", *allowed)
    assert done.returncode == 0, done.stderr
    info = json.loads(bartizan("advisories", "info", "built.db", "--format", "json").stdout)
    assert info["packages"] == 2
    for words in [(url, *allowed[:2]), (url, *allowed[2:]), (f"{issuer.url}/none", *allowed)]:
        done = bartizan("advisories", "update", "other.db", *words)
        assert done.returncode == 3, done.stderr
        assert not (tmp_path / "other.db").exists()


def test_a_host_is_a_path_of_its_own(bartizan, advisories) -> None:
    assert bartizan("scan").returncode == 2
    assert bartizan("scan", "tree", "--host").returncode == 2
