"""The demo, which has no web server before it, hands out pages' pictures, but no document past the one who asks."""

from pathlib import Path

import pytest


@pytest.fixture
def media(settings):
    root = Path(settings.MEDIA_ROOT)
    for name in ("images/hall.txt", "documents/contract.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def test_hands_out_a_picture(client, media):
    response = client.get("/media/images/hall.txt")
    assert b"".join(response.streaming_content) == b"images/hall.txt"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["documents/contract.txt", "images/../documents/contract.txt", "images/none.txt"])
def test_hands_out_nothing_else(client, media, path):
    assert client.get(f"/media/{path}").status_code in {400, 404}
