"""What docs/api.md asks the demo about certificates is answered as docs/api.md says."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from lms.accounts.models import User
from lms.organisations.models import Chamber
from tests import makers
from tests.lms.api.asking import Program

pytestmark = pytest.mark.django_db
DOCS = Path(settings.BASE_DIR) / "docs" / "api.md"


def test_the_example_works(demo):
    section = DOCS.read_text(encoding="utf-8").partition("## Certificates")[2]
    questions = json.loads(re.search(r"-d '(\[.*?\])'", section, re.DOTALL)[1])
    said = json.loads(re.search(r"```json\n(.*?)```", section, re.DOTALL)[1])
    program = Program(makers.make_verifier(Chamber.objects.get()))
    assert program.ask("POST", "/verifications", questions).json() == said
    number = re.search(r"\$API/certificates/(\S+)", section)[1]
    for asked in (program, Program(User.objects.get(email=demo.actor.email))):
        assert asked.get(f"/certificates/{number}").json()["number"] == number
