"""PDFs of known positions: text, rules, pictures and fonts that map to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.ingestion.extracts import Extract
from retrieval.ingestion.loaders import load

_OBJECTS = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Shapes /Encoding /Identity-H"
    b" /DescendantFonts [7 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Shapes /DW 1000 /FontDescriptor 8 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    b"<< /Type /FontDescriptor /FontName /AAAAAA+Shapes /Flags 4 /FontBBox [0 -200 1000 900]"
    b" /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    b" /Length 1 >>\nstream\n\x80\nendstream",
)


@dataclass
class Sheet:
    """A page of A4, drawn in the order of the calls; (0, 0) is its lower left corner."""

    drawn: list[str] = field(default_factory=list)
    turned: int = 0

    def text(self, x: float, y: float, text: str, size: float = 12, spacing: float = 0) -> "Sheet":
        """A line of text; a Chinese character is as wide as its size."""
        shown = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F1 {size} Tf {spacing} Tc 1 0 0 1 {x} {y} Tm <{shown}> Tj ET")
        return self

    def lines(self, x: float, y: float, texts: Sequence[str], size: float = 12) -> "Sheet":
        """Lines one below the other."""
        for number, text in enumerate(texts):
            self.text(x, y - 1.5 * size * number, text, size)
        return self

    def shapes(self, x: float, y: float, count: int) -> "Sheet":
        """Characters of a font without a mapping to text."""
        shown = "".join(f"{glyph:04x}" for glyph in range(1, count + 1))
        self.drawn.append(f"BT /F2 12 Tf 1 0 0 1 {x} {y} Tm <{shown}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        """A straight line."""
        self.drawn.append(f"{x0} {y0} m {x1} {y1} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> "Sheet":
        """Rules along and across."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def picture(self, x: float = 0, y: float = 0, width: float = 595, height: float = 842) -> "Sheet":
        """A grey picture, over all of the page where nothing else is said."""
        self.drawn.append(f"q {width} 0 0 {height} {x} {y} cm /Im Do Q")
        return self


def pdf(*sheets: Sheet, title: str = "") -> bytes:
    """The file of some pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_OBJECTS]
    kids = []
    for sheet in sheets:
        content = "\n".join(sheet.drawn).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Rotate %d /Resources << /Font"
            b" << /F1 3 0 R /F2 6 0 R >> /XObject << /Im 9 0 R >> >> /Contents %d 0 R >>"
            % (sheet.turned, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /MediaBox [0 0 595 842] /Kids [%s] /Count %d >>" % (
        b" ".join(kids),
        len(kids),
    )
    objects.append(b"<< /Title <feff%s> >>" % title.encode("utf-16-be").hex().encode())
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return written + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(written)


def read(*sheets: Sheet, title: str = "") -> Extract:
    """What the loader makes of some pages."""
    return load(Path("文.pdf"), pdf(*sheets, title=title))


def texts(extract: Extract) -> list[str]:
    """The blocks with text."""
    return [block.text for block in extract.blocks if block.text]
