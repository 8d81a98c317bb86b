"""The fonts that papers embed: copied to `cip/documents/fonts` at set-up, part of the wheel, never of git."""

from dataclasses import dataclass
from pathlib import Path

from cip.kernel.errors import RefusalError

FONTS = Path(__file__).parent / "fonts"
PAPER_FAMILY = "Titillium"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The four files: Titillium Web, and DejaVu for the characters that it lacks."""

    regular: Path
    bold: Path
    fallback: Path
    fallback_bold: Path

    @property
    def folder(self) -> Path:
        """The one folder that the maker of PDF may read."""
        return self.regular.parent


def find_fonts(folder: Path = FONTS) -> Fonts:
    """The fonts. Raises RefusalError, one sentence, if one is missing."""
    fonts = Fonts(
        folder / "TitilliumWeb-Regular.ttf",
        folder / "TitilliumWeb-Bold.ttf",
        folder / "DejaVuSans.ttf",
        folder / "DejaVuSans-Bold.ttf",
    )
    for path in (fonts.regular, fonts.bold, fonts.fallback, fonts.fallback_bold):
        if not path.is_file():
            raise RefusalError(f"The font {path} is missing: run `make set-up`, which brings the fonts of the papers.")
    return fonts
