"""What the demo's clerks wrote, in the language of their pages: the shipped file has some of it in English."""

# What stands in the file, and what the clerk wrote; reasons are internal, but the office reads them.
WRITTEN = {
    "reason: lost": "reason: verloren",
    "reason: change of first name (SBGG)": "reason: Änderung des Vornamens (SBGG)",
    "project work not own work": "Projektarbeit nicht selbst verfasst",
    " / strike at host": "",
    " / snow: four joined online": "",
    " / train failure: five people 90 min late": "",
    " / sheet not yet closed": "",
    "Host cap 10 < group 16: two parallel groups of 8, second room and second supervisor": (
        "Gastgeber lässt 10 ein, die Gruppe hat 16: zwei Gruppen zu 8, zweiter Raum und zweite Aufsicht"
    ),
    "Host cap 10 < group 13: two shifts": "Gastgeber lässt 10 ein, die Gruppe hat 13: zwei Schichten",
}


def in_german(data):
    """Return the demo file (bytes) as text with its English remarks in German; nothing else changes."""
    text = data.decode()
    for written, german in WRITTEN.items():
        text = text.replace(written, german)
    return text
