"""Lists that show their first rows only, and say how many are left out."""


def first_of(rows, most):
    """Return the first `most` rows of a queryset as a list, and how many more there are; asked only if there are."""
    shown = list(rows[: most + 1])
    return shown[:most], rows.count() - most if len(shown) > most else 0
