"""An edition may offer its papers in both languages on one sheet; a replacement copy stays what it was."""

import pytest
from django.utils.translation import override

from certificates.document.pdf import refuse_unprintable
from certificates.document.record import BOTH, DocumentRecord
from certificates.issuing.actions import issue_certificates, replace_copy
from certificates.issuing.forms import LanguageForm
from certificates.issuing.models import Copy
from certificates.issuing.refusals import LanguageNotOffered
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


def issued(languages, language=None):
    cohort = scenes.finished_cohort(1, certificate_languages=languages)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT, language=language)
    return cohort, Copy.objects.select_related("content").get()


def test_the_record_has_its_translation():
    _cohort, copy = issued([BOTH])
    record = DocumentRecord.from_json(copy.content.snapshot)
    assert (copy.language, record.language, record.spoken, record.translation.language) == (BOTH, BOTH, "de", "en")
    assert "Aussteller" in record.signatories[0].function and record.translation.signatories[0].function == "issuer"
    assert (record.code, record.verify_url) == (record.translation.code, record.translation.verify_url)
    refuse_unprintable(record)


def test_a_replacement_copy_is_marked_in_both():
    cohort, copy = issued(["de", BOTH], BOTH)
    with override("en"):
        again = replace_copy(certificate=copy.certificate, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    record = DocumentRecord.from_json(again.content.snapshot)
    assert (again.language, again.mark) == (BOTH, "Zweitschrift")
    assert (record.copy_mark, record.translation.copy_mark) == ("Zweitschrift", "Duplicate")
    assert record.translation.code == again.code == record.code


def test_only_where_the_edition_offers_it():
    with pytest.raises(LanguageNotOffered):
        issued(["de", "en"], BOTH)


def test_the_office_chooses_it_by_name():
    cohort = scenes.finished_cohort(1, certificate_languages=["de", BOTH])
    choices = dict(LanguageForm(edition=cohort.edition).fields["language"].choices)
    with override("de"):
        assert str(choices[BOTH]) == "Deutsch und Englisch auf einem Blatt"
