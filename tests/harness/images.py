"""Images of containers, as `docker save` writes them."""

from __future__ import annotations

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
