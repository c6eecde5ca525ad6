"""A record survives the way through plain JSON unchanged and cannot be changed once made."""

import dataclasses
import json
from datetime import date

import pytest

from certificates.document.record import DocumentRecord
from tests.certificates.document.papers import make_record


@pytest.mark.parametrize("kind", ["certificate", "attendance_confirmation", "seminar_list"])
def test_survives_json(kind):
    record = make_record("P07", kind=kind, copy_mark="Zweitschrift", copy_issued_on=date(2026, 2, 10))
    assert DocumentRecord.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_record().given_name = "Erna"
