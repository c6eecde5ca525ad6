"""From the command line the same acts as by the button: clear refusals, exit codes, and files whole or not at all."""

import os

import pytest
from django.core.management import CommandError, call_command

from certificates.issuing import exporting
from certificates.issuing.actions import erase_name, revoke_certificate
from certificates.issuing.models import Certificate, Copy, CopyContent
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import print_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenes.finished_cohort(2)


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


def issue(cohort, *options):
    call_command("issue_certificates", cohort.code, *options)


def code_of(act, *args):
    with pytest.raises(CommandError) as caught:
        act(*args)
    return caught.value.returncode, str(caught.value)


def test_it_issues_once_and_says_what(cohort, office, capsys):
    issue(cohort, "--as", office.email.upper())
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == list(Certificate.objects.order_by("sequence").values_list("number", flat=True))
    assert out[-1] == f"issue_certificates: 2 issued for {cohort.code}"
    assert set(Certificate.objects.values_list("issued_by", flat=True)) == {office.pk}
    issue(cohort, "--as", office.email)
    assert "0 issued" in capsys.readouterr().out and Certificate.objects.count() == 2


def test_kind_and_language(cohort, office):
    issue(cohort, "--kind", "transcript", "--as", office.email, "--language", "de")
    assert set(Certificate.objects.values_list("kind", flat=True)) == {"seminar_list"}


def test_who_is_left_out_is_said(office, capsys):
    cohort = scenes.finished_cohort([scenes.learner(place_of_birth="")], programme=None)
    issue(cohort, "--as", scenes.manager(cohort).email)
    said = capsys.readouterr().err
    assert said == "left out: Ada Beispiel, place of birth missing\n" and not Certificate.objects.exists()


def test_without_a_name_the_one_administrator_acts(cohort):
    assert code_of(issue, cohort)[0] == 1
    boss = makers.make_administrator()
    issue(cohort)
    assert set(Certificate.objects.values_list("issued_by", flat=True)) == {boss.pk}
    makers.make_administrator()
    assert code_of(issue, cohort)[0] == 1


def test_refusals_have_codes_of_their_own(cohort, office):
    assert code_of(call_command, "issue_certificates", "NO-SUCH") == (1, "There is no cohort NO-SUCH.")
    assert code_of(issue, cohort, "--as", "nobody@x.example")[0] == 1
    assert code_of(issue, cohort, "--as", makers.make_user().email)[0] == 2
    assert code_of(issue, cohort, "--as", office.email, "--language", "fr")[0] == 2
    assert not Certificate.objects.exists()


@pytest.fixture
def printed(cohort, office):
    issue(cohort, "--as", office.email)
    print_all()
    CopyContent.objects.filter(copy=Copy.objects.first()).update(credential='{"name": "Ädä"}')
    return list(Certificate.objects.order_by("sequence"))


def export(cohort, to):
    call_command("export_certificates", "--cohort", cohort.code, "--to", str(to))


def test_each_valid_certificate_lies_there_by_its_number(cohort, printed, tmp_path, capsys):
    to = tmp_path / "new" / "folder"
    export(cohort, to)
    first, second = (one.number for one in printed)
    owner = Copy.objects.first().certificate.number
    assert sorted(os.listdir(to)) == sorted([f"{first}.pdf", f"{second}.pdf", f"{owner}.credential.json"])
    assert (to / f"{first}.pdf").read_bytes() == printed[0].copies.get().content.pdf.read()
    assert (to / f"{owner}.credential.json").read_text() == '{"name": "Ädä"}'
    export(cohort, to)
    assert len(os.listdir(to)) == 3 and "3 files" in capsys.readouterr().out


def test_it_speaks_one_language(cohort, office, printed, tmp_path, capsys):
    revoke_certificate(certificate=printed[0], actor=office, at=makers.at("2028-01-01"), reason="x")
    Copy.objects.filter(certificate=printed[1]).update(state=Copy.State.PAPER)
    export(cohort, tmp_path)
    said = capsys.readouterr()
    numbers = [one.number for one in printed]
    assert said.err.splitlines() == [
        f"left out: {numbers[0]}, not valid or without a name",
        f"left out: {numbers[1]}, on paper only",
    ]
    assert said.out == f"export_certificates: 0 files of {cohort.code} in {tmp_path}\n"


def test_a_refusal_speaks_it_too(cohort, office, tmp_path):
    issue(cohort, "--as", office.email)
    number = Certificate.objects.order_by("sequence").first().number
    assert code_of(export, cohort, tmp_path) == (2, f"The PDF of {number} is not made yet.")
    stranger = makers.make_user()
    refused = f"You may not issue certificates for {cohort}."
    assert code_of(issue, cohort, "--as", stranger.email) == (2, refused)


def test_what_is_not_valid_or_has_no_name_is_left_out(cohort, office, printed, tmp_path, capsys):
    revoke_certificate(certificate=printed[0], actor=office, at=makers.at("2028-01-01"), reason="x")
    erase_name(enrolment=printed[1].holding.enrolment, actor=office, at=makers.at("2028-01-01"))
    export(cohort, tmp_path)
    assert os.listdir(tmp_path) == [] and capsys.readouterr().err.count("left out") == 2


def test_over_another_file_nothing_is_written(cohort, printed, tmp_path):
    (tmp_path / f"{printed[1].number}.pdf").write_text("mine")
    code, text = code_of(export, cohort, tmp_path)
    assert code == 2 and "nothing was written" in text or "nichts wurde geschrieben" in text
    assert os.listdir(tmp_path) == [f"{printed[1].number}.pdf"]
    assert (tmp_path / f"{printed[1].number}.pdf").read_text() == "mine"


def test_a_link_in_the_way_is_not_followed(cohort, printed, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / f"{printed[0].number}.pdf").symlink_to(outside / "file")
    assert code_of(export, cohort, tmp_path / "to")[0] == 2 and os.listdir(outside) == []


def test_what_is_not_printed_yet_or_damaged_stops_all(cohort, office, tmp_path):
    issue(cohort, "--as", office.email)
    assert code_of(export, cohort, tmp_path)[0] == 2 and os.listdir(tmp_path) == []
    print_all()
    with Copy.objects.first().content.pdf.open("wb") as stored:
        stored.write(b"another")
    assert code_of(export, cohort, tmp_path)[0] == 2 and os.listdir(tmp_path) == []


def test_a_disk_that_fills_up_leaves_nothing(cohort, printed, tmp_path, monkeypatch):
    calls = []

    def full(source, target):
        if calls:
            raise OSError(28, "No space left on device")
        calls.append(target)
        return link(source, target)

    link = os.link
    monkeypatch.setattr(exporting.os, "link", full)
    assert code_of(export, cohort, tmp_path)[0] == 1
    assert calls and os.listdir(tmp_path) == []


@pytest.mark.parametrize("below", ["file", "file/folder"])
def test_a_folder_that_cannot_be_made_is_said(cohort, printed, tmp_path, below):
    (tmp_path / "file").touch()
    assert code_of(export, cohort, tmp_path / below)[0] == 1
