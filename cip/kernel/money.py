"""Amounts of money in words; inside they are whole cents."""

from cip.kernel.texts import Text


def euros(cents: int) -> Text:
    """An amount in both languages: `1.250,50 €` (they stay on one line), `€1,250.50`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    thousands = f"{whole:,}"
    italian, english = thousands.replace(",", "."), thousands
    if rest:
        italian, english = f"{italian},{rest:02d}", f"{english}.{rest:02d}"
    return Text(it=f"{sign}{italian}\N{NO-BREAK SPACE}€", en=f"{sign}€{english}")
