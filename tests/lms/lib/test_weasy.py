"""A page that is being printed reads data: URLs and files of the folders it was given, and nothing else."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from lms.lib.weasy import OutsideTheFence, fenced_fetcher


@pytest.fixture
def yard(tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "mark ü.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "assets-too").mkdir()
    (tmp_path / "assets-too" / "near.txt").write_text("near")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path)
    return folder


def test_passes_data_and_files_of_the_folder(yard):
    fetcher = fenced_fetcher(yard)
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"
    answer = fetcher.fetch((yard / "mark ü.svg").as_uri())
    assert answer.content_type == "image/svg+xml"
    assert answer.read().startswith(b"<svg")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.png",
        "HTTPS://example.org/x.png",
        "ftp://example.org/x",
        "gopher://example.org/",
        "jar:file:///etc/passwd",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file://localhost/etc/passwd",
        "file://example.org/etc/passwd",
        "file:///etc/passwd?.svg",
        "file:///proc/self/environ",
        "file:{yard}/../secret.txt",
        "file://{yard}/../secret.txt",
        "file://{yard}/%2e%2e/secret.txt",
        "file://{yard}/..%2fsecret.txt",
        "file://{yard}/link.txt",
        "file://{yard}/out/secret.txt",
        "file://{yard}/../assets-too/near.txt",
        "file://{yard}",
        "file://{yard}/missing.txt",
        "file://{yard}/%00",
        "file://[",
        "relative.txt",
        "",
    ],
)
def test_refuses_everything_else(yard, url):
    with pytest.raises(OutsideTheFence):
        fenced_fetcher(yard).fetch(url.format(yard=yard))


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd" alt="">',
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } p { font-family: x }</style><p>x</p>",
    ],
)
def test_a_page_that_reaches_out_is_not_printed(yard, html):
    with pytest.raises(FatalURLFetchingError):
        HTML(string=html, url_fetcher=fenced_fetcher(yard)).write_pdf()


def test_a_style_sheet_that_reaches_out_is_not_read(yard):
    with pytest.raises(FatalURLFetchingError):
        CSS(string="@import url(file:///etc/passwd);", url_fetcher=fenced_fetcher(yard))


def test_a_drawing_that_reaches_out_gets_nothing(yard):
    """WeasyPrint swallows what goes wrong inside a drawing, so the paper appears, but without the stranger."""
    outside = yard.parent / "outside.svg"
    outside.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><text y="9">SECRET</text></svg>')
    drawing = f'<svg viewBox="0 0 90 9"><image href="{outside.as_uri()}" width="90" height="9"/></svg>'

    def words(fetcher):
        pdf = HTML(string=drawing, url_fetcher=fetcher).write_pdf()
        return PdfReader(BytesIO(pdf)).pages[0].extract_text()

    assert "SECRET" in words(URLFetcher())
    assert "SECRET" not in words(fenced_fetcher(yard))
