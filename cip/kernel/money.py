"""Amounts of money in words, and rounded; inside they are whole cents."""

from fractions import Fraction

from cip.kernel.texts import Text


def half_up(exact: Fraction) -> int:
    """Whole cents, half a cent up.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(249, 100))
    (3, 2)
    """
    return int((2 * exact + 1) // 2)


def euros(cents: int) -> Text:
    """An amount in both languages: `1.250,50 €` (they stay on one line), `€1,250.50`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    thousands = f"{whole:,}"
    italian, english = thousands.replace(",", "."), thousands
    if rest:
        italian, english = f"{italian},{rest:02d}", f"{english}.{rest:02d}"
    return Text(it=f"{sign}{italian}\N{NO-BREAK SPACE}€", en=f"{sign}€{english}")


def plain_euros(cents: int) -> str:
    """An amount for a table that programs read: euros with a point and two decimals.

    >>> plain_euros(372600), plain_euros(5), plain_euros(-105)
    ('3726.00', '0.05', '-1.05')
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"
