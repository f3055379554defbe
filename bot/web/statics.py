"""The fixed files of the pages, read once, packed small, and named by what they contain."""

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"

_PACKED = {".css", ".js", ".svg", ".txt"}  # fonts are packed already
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    """One file: its bytes, and the same bytes packed (None where that gains nothing)."""

    content: bytes
    packed: bytes | None
    kind: str


@dataclass(frozen=True, slots=True)
class Statics:
    """Every file by its name. `version` changes with any of them and stands in their address."""

    files: dict[str, File]
    version: str

    async def serve(self, request: web.Request) -> web.Response:
        """The file of this address; browsers keep it for good. Raises HTTPNotFound."""
        file = self.files.get(request.match_info["name"])
        if file is None or request.match_info["version"] != self.version:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        body = file.content
        if file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"], body = "gzip", file.packed
        charset = "utf-8" if file.packed else None
        return web.Response(body=body, content_type=file.kind, charset=charset, headers=headers)


def read(folder: Path = FOLDER) -> Statics:
    """The files below `folder`. Blocks while it reads: for the start of the program."""
    files = {
        path.relative_to(folder).as_posix(): _file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    digest = sha256(b"".join(name.encode() + file.content for name, file in files.items()))
    return Statics(files, digest.hexdigest()[:12])


def _file(path: Path) -> File:
    content = path.read_bytes()
    packed = gzip.compress(content, mtime=0) if path.suffix in _PACKED else None
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return File(content, packed, kind or "application/octet-stream")
