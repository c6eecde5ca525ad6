"""Which columns a list has: people name them freely."""

import re


def columns_of(row, known, needed):
    """
    Return {column: index} if this row names every column in `needed`, else None.

    `known` is {column: what people call it}, in small letters without spaces and signs.
    """
    words = [re.sub(r"[^a-zäöüß]", "", str(cell).casefold()) for cell in row]
    found = {}
    for name, called in known.items():
        at = next((words.index(word) for word in called if word in words), None)
        if at is not None:
            found[name] = at
    return found if all(name in found for name in needed) else None
