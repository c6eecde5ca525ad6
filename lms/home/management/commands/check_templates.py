"""Compile every template of the project, so that a typing error shows before a person meets it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines

SUFFIXES = {".html", ".txt", ".xml"}


def own_template_folders():
    """Return the folders with the project's own templates: the shared one and those inside rooms."""
    floors = [settings.BASE_DIR / floor for floor in ("lms", "courses", "certificates")]
    inside = {path for floor in floors for path in floor.rglob("templates") if path.is_dir()}
    return [settings.BASE_DIR / "templates", *sorted(inside)]


def faults(folder: Path):
    """Yield (path, error) of each template in `folder` that does not compile."""
    engine = engines["django"]
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            yield path, error


class Command(BaseCommand):
    """Exit with the list of templates that do not compile; write nothing."""

    help = __doc__

    def handle(self, **options):
        wrong = [fault for folder in own_template_folders() for fault in faults(folder)]
        for path, error in wrong:
            self.stderr.write(f"{path.relative_to(settings.BASE_DIR)}: {error}")
        if wrong:
            raise CommandError(f"{len(wrong)} templates do not compile.")
