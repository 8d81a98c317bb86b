from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict, Unpack

class _Limits(TypedDict, total=False):
    allow_remote: bool
    allow_private_networks: bool
    allowed_hosts: frozenset[str] | None
    extra_roots: tuple[Path, ...]
    allow_local_outside_base: bool
    max_resource_bytes: int | None
    max_local_bytes: int | None
    max_image_pixels: int | None
    max_resources: int | None
    max_total_bytes: int | None
    max_fetch_seconds: float | None
    max_render_seconds: float | None
    max_document_bytes: int | None
    max_depth: int | None
    allow_remote_pdf_backgrounds: bool

class ResourceAccessError(Exception): ...
class RenderLimitError(Exception): ...

@dataclass(frozen=True)
class ResourceAccessPolicy:
    allow_remote: bool = True
    allow_private_networks: bool = False
    allowed_hosts: frozenset[str] | None = None
    base_dir: Path | None = ...
    extra_roots: tuple[Path, ...] = ()
    allow_local_outside_base: bool = False
    max_resource_bytes: int | None = ...
    max_local_bytes: int | None = None
    max_image_pixels: int | None = None
    max_resources: int | None = None
    max_total_bytes: int | None = None
    max_fetch_seconds: float | None = None
    max_render_seconds: float | None = None
    max_document_bytes: int | None = None
    max_depth: int | None = None
    allow_remote_pdf_backgrounds: bool = True

    @classmethod
    def server(cls, base_dir: str | Path | None = None, **overrides: Unpack[_Limits]) -> Self: ...
    @property
    def roots(self) -> tuple[Path, ...]: ...
    def check_url(self, url: str) -> None: ...
    def check_path(self, path: str | Path) -> None: ...

PERMISSIVE_POLICY: ResourceAccessPolicy

def use_policy(policy: ResourceAccessPolicy | None) -> AbstractContextManager[None]: ...
