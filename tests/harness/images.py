"""Images of containers, as `docker save` writes them, and as OCI layouts."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile


def layer(files: dict[str, bytes]) -> bytes:
    """An archive of files."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


def docker_files(layers: list[bytes]) -> dict[str, bytes]:
    """The files of an image of these layers."""
    names = [f"{number}.tar" for number in range(1, len(layers) + 1)]
    manifest = [{"Config": "c.json", "RepoTags": ["a:1"], "Layers": names}]
    config = json.dumps({"architecture": "arm64", "os": "linux"}).encode()
    files = dict(zip(names, layers, strict=True))
    return {**files, "c.json": config, "manifest.json": json.dumps(manifest).encode()}


def docker_archive(layers: list[bytes]) -> bytes:
    """The same as one archive."""
    return layer(docker_files(layers))


def layout(layers: list[bytes], architectures: tuple[str, ...] = ("arm64",)) -> dict[str, bytes]:
    """The files of an OCI layout: an image of these layers for each architecture. With several of
    them the index tells the platforms."""
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def add(content: bytes) -> dict:
        digest = hashlib.sha256(content).hexdigest()
        files[f"blobs/sha256/{digest}"] = content
        return {"digest": f"sha256:{digest}", "size": len(content)}

    manifests = []
    for architecture in architectures:
        platform = {"architecture": architecture, "os": "linux"}
        config = add(json.dumps(platform).encode())
        manifest = {"schemaVersion": 2, "config": config, "layers": [add(each) for each in layers]}
        told = {"platform": platform} if len(architectures) > 1 else {}
        manifests.append(add(json.dumps(manifest).encode()) | told)
    index = {"schemaVersion": 2, "manifests": manifests}
    return {**files, "index.json": json.dumps(index).encode()}
