"""What is scanned: trees that are assembled from public lock files, and a Debian system."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path

CRATES = 40
# Packages of Debian 12 that hold the source of Go modules, each with one `go.mod`.
GO_MODULES = [
    "etcd-server",
    "github-aws-aws-sdk-go",
    "github-buger-jsonparser",
    "github-caddyserver-certmagic",
    "github-casbin-casbin",
    "github-containerd-containerd",
    "github-containernetworking-plugins",
    "github-containers-buildah",
    "github-containers-common",
    "github-containers-image",
    "github-containers-ocicrypt",
    "github-containers-storage",
    "github-dgraph-io-badger",
    "github-digitalocean-godo",
    "github-fsouza-go-dockerclient",
    "github-gin-gonic-gin",
    "github-go-git-go-git",
    "github-go-kit-kit",
    "github-gophercloud-gophercloud",
    "github-grpc-ecosystem-go-grpc-middleware",
    "github-hashicorp-go-getter",
    "github-hashicorp-memberlist",
    "github-hashicorp-raft",
    "github-hashicorp-serf",
    "github-hetznercloud-hcloud-go",
    "github-juju-utils",
    "github-labstack-echo",
    "github-lucas-clemente-quic-go",
    "github-miekg-dns",
    "github-minio-madmin-go",
    "github-minio-minio-go-v7",
    "github-nats-io-nats-server",
    "github-onsi-ginkgo",
    "github-opencontainers-runc",
    "github-opencontainers-runtime-tools",
    "github-pion-dtls.v2",
    "github-pion-webrtc.v3",
    "github-prometheus-alertmanager",
    "github-prometheus-client-golang",
    "github-prometheus-common",
    "github-prometheus-exporter-toolkit",
    "github-rclone-rclone",
    "github-rootless-containers-rootlesskit",
    "github-smallstep-certificates",
    "github-spf13-cobra",
    "github-spf13-viper",
    "github-sylabs-sif",
    "github-syncthing-syncthing",
    "github-xenolf-lego",
    "google-cloud",
]
# What a server has besides a minimal Debian.
DEBIAN_PACKAGES = [
    "ca-certificates",
    "curl",
    "docker.io",
    "git",
    "imagemagick",
    "nginx",
    "openssh-server",
    "postgresql",
    "python3-django",
    "python3-pip",
    "python3-requests",
    "ruby-rails",
]
SUITE = "bookworm"


def crates(folder: Path, workspace: Path) -> Path:
    """The largest lock files that crates which this workspace depends on were published with."""
    place = folder / "crates"
    shutil.rmtree(place, ignore_errors=True)
    locked = tomllib.loads((workspace / "Cargo.lock").read_text())["package"]
    wanted = {f"{one['name']}-{one['version']}" for one in locked if "source" in one}
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    found = [
        file for file in home.glob("registry/src/*/*/Cargo.lock") if file.parent.name in wanted
    ]
    found.sort(key=lambda file: (-file.stat().st_size, file.parent.name))
    if len(found) < CRATES:
        raise SystemExit(f"{home} has the lock files of {len(found)} crates: build all first")
    for file in found[:CRATES]:
        (place / file.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place / file.parent.name)
    return place


def go_modules(folder: Path) -> Path:
    """`go.mod` and `go.sum` of each of the modules."""
    place = folder / "go"
    if not place.is_dir():
        packages = folder / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        names = [f"golang-{name}-dev" for name in GO_MODULES]
        subprocess.run(["apt-get", "download", "-q", *names], cwd=packages, check=True)
        for package in sorted(packages.glob("*.deb")):
            unpack_module(package, place / package.name.partition("_")[0])
        shutil.rmtree(packages)
    return place


def unpack_module(package: Path, place: Path) -> None:
    place.mkdir(parents=True)
    with (
        subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE
        ) as unpacked,
        tarfile.open(fileobj=unpacked.stdout, mode="r|") as files,
    ):
        for file in files:
            name = Path(file.name).name
            if name in ("go.mod", "go.sum") and (content := files.extractfile(file)):
                (place / name).write_bytes(content.read())


def debian(folder: Path) -> Path:
    """A Debian system, as a tree; making it takes minutes, and is done once."""
    place = folder / "debian"
    if not (folder / "debian.made").is_file():
        shutil.rmtree(place, ignore_errors=True)
        words = ["debootstrap", "--variant=minbase", f"--include={','.join(DEBIAN_PACKAGES)}"]
        subprocess.run([*words, SUITE, str(place)], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(place / "var/cache/apt", ignore_errors=True)
        (folder / "debian.made").touch()
    return place


def image(folder: Path, tree: Path) -> Path:
    """The same as an image with one layer, as `docker save` writes it."""
    file = folder / "image.tar"
    layer = folder / "layer.tar"
    if not file.is_file():
        # Devices are left out, which only root may make.
        words = ["tar", "--create", "--numeric-owner", "--exclude=./dev/*", "--exclude=./proc/*"]
        subprocess.run([*words, "--file", str(layer), "-C", str(tree), "."], check=True)
        with layer.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        config = json.dumps(
            {
                "architecture": "amd64",
                "os": "linux",
                "config": {},
                "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
            }
        ).encode()
        name = f"{hashlib.sha256(config).hexdigest()}.json"
        tags = [{"Config": name, "RepoTags": ["debian:scanned"], "Layers": ["layer.tar"]}]
        for part, text in ((name, config), ("manifest.json", json.dumps(tags).encode())):
            (folder / part).write_bytes(text)
        words = ["tar", "--create", "--file", str(file), "-C", str(folder)]
        subprocess.run([*words, "manifest.json", name, "layer.tar"], check=True)
        for part in (layer, folder / name, folder / "manifest.json"):
            part.unlink()
    return file
