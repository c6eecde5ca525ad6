"""Whatever link somebody follows: no page breaks, no link leads nowhere, no page tells of people who are not theirs."""

import pytest

from tests.house.crawling import crawl
from tests.house.test_every_url_every_role import ROLES
from tests.house.world import MARKS
from tests.visitor import PageForms

pytestmark = pytest.mark.django_db
# What a role may not read even of its own group: who else takes part, other companies, reasons, notes, contracts.
MARK = MARKS[1]
OWN_SECRETS = {
    "own_booker": ["Neben-", f"Grund {MARK}", f"Notiz {MARK}"],
    "own_lecturer": [f"Grund {MARK}", f"PO-{MARK}"],
    "own_participant": ["Neben-", f"Bo {MARK}", f"Grund {MARK}", f"Notiz {MARK}", f"PO-{MARK}"],
    # A host is told who comes, by name.
    "own_host": [f"ada@{MARK}", f"bo@{MARK}", f"Grund {MARK}", f"Notiz {MARK}", f"PO-{MARK}"],
    "own_chamber": [f"Grund {MARK}", f"Notiz {MARK}", f"PO-{MARK}"],
}


def secrets_from(house, role):
    """Return the words that no page shown to `role` may contain."""
    seen = {
        "anonymous": (),
        "own_chamber": (1, 2),
        "own_manager": (1, 2),
        "other_chamber": (3,),
        "other_manager": (3,),
        "office": (1, 2, 3),
        "administrator": (1, 2, 3),
    }.get(role, (1,) if role.startswith("own") else (2,))
    groups = {1: house.own, 2: house.near, 3: house.far}
    hidden = [word for n, group in groups.items() if n not in seen for word in (MARKS[n], group.number)]
    return hidden + OWN_SECRETS.get(role, [])


def unguarded(html):
    """The targets of forms that post without the token against forgery; `include … only` is what loses it."""
    forms = [form for form in PageForms(html).forms if form["method"] == "post"]
    return [form["action"] or "the page itself" for form in forms if "csrfmiddlewaretoken" not in form["names"]]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere_and_tells_of_nobody_else(house, role):
    hidden, faults, walked, dearest, met = secrets_from(house, role), [], 0, (0, ""), set()
    for address, came_from, response, queries in crawl(house.users[role]):
        walked += 1
        dearest = max(dearest, (queries, address))
        if response.status_code not in (200, 301, 302):
            faults.append(f"{came_from} leads to {address}: {response.status_code}")
        elif response.status_code == 200 and response["Content-Type"].startswith(("text/", "application/json")):
            text = b"".join(response).decode()
            faults += [f"{address} says {word}" for word in hidden if word.lower() in text.lower()]
            met |= {mark for mark in MARKS.values() if mark.lower() in text.lower()}
            faults += [f"{address} has a form without its token: {to}" for to in unguarded(text)]
    print(f"{role}: {walked} pages, at most {dearest[0]} queries ({dearest[1]})")
    assert not faults, "\n".join(faults)
    assert walked > 5
    # The office may read of all of them, and does meet each mark: the walk is no empty promise.
    assert role != "office" or met == set(MARKS.values())
