"""Copies from node_modules what the pages and the papers of CIP use; nothing third-party enters git.

`cip/web/static/vendor/assets.json`, written last, lists what was copied and is the stamp for make.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "cip/web/static/vendor"
FONTS = ROOT / "cip/documents/fonts"

ITALIA = "bootstrap-italia"
TITILLIUM = "bootstrap-italia/dist/fonts/Titillium_Web"
DEJAVU = "dejavu-fonts-ttf"
FACES = ("regular", "italic", "600", "600italic", "700", "700italic")

TO_VENDOR = {
    f"{ITALIA}/dist/css/bootstrap-italia.min.css": "bootstrap-italia/bootstrap-italia.min.css",
    f"{ITALIA}/dist/svg/sprites.svg": "bootstrap-italia/sprites.svg",
    f"{ITALIA}/LICENSE": "bootstrap-italia/LICENSE",
    **{
        f"{TITILLIUM}/titillium-web-v10-latin-ext_latin-{face}.woff2": f"titillium/titillium-web-{face}.woff2"
        for face in FACES
    },
    f"{TITILLIUM}/OFL.txt": "titillium/OFL.txt",
}
TO_FONTS = {
    f"{TITILLIUM}/titillium-web-v10-latin-ext_latin-regular.ttf": "TitilliumWeb-Regular.ttf",
    f"{TITILLIUM}/titillium-web-v10-latin-ext_latin-700.ttf": "TitilliumWeb-Bold.ttf",
    f"{TITILLIUM}/OFL.txt": "TitilliumWeb-OFL.txt",
    f"{DEJAVU}/ttf/DejaVuSans.ttf": "DejaVuSans.ttf",
    f"{DEJAVU}/ttf/DejaVuSans-Bold.ttf": "DejaVuSans-Bold.ttf",
    f"{DEJAVU}/LICENSE": "DejaVu-LICENSE",
}

# The icon font of a video player that CIP does not have: `font-src 'self'` would refuse it on every page.
DATA_FONT = re.compile(r"@font-face\{[^{}]*src:url\(data:[^{}]*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=\S+ \*/")


def without_data_font(css: str) -> str:
    css, cut = DATA_FONT.subn("", css)
    if cut != 1 or "@font-face" in css:
        raise SystemExit(
            f"error: bootstrap-italia.min.css has other fonts than expected ({cut} cut): look at it again."
        )
    return SOURCE_MAP.sub("", css).rstrip() + "\n"


def version_of(package: str) -> str:
    return str(json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))["version"])


def copy(plan: dict[str, str], folder: Path) -> list[dict[str, str]]:
    shutil.rmtree(folder, ignore_errors=True)
    copied = []
    for source, name in plan.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / source).read_bytes()
        if name.endswith(".css"):
            content = without_data_font(content.decode("utf-8")).encode("utf-8")
        target.write_bytes(content)
        package = source.split("/", 1)[0]
        copied.append(
            {
                "file": target.relative_to(ROOT).as_posix(),
                "from": f"{package} {version_of(package)}",
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    return copied


def main() -> int:
    try:
        copied = copy(TO_FONTS, FONTS) + copy(TO_VENDOR, VENDOR)
    except FileNotFoundError as missing:
        raise SystemExit(f"error: {missing.filename} is not where it was: the package has changed.") from missing
    (VENDOR / "assets.json").write_text(json.dumps(copied, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
