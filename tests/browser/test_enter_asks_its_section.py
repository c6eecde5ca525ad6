"""On the page that verifies, Enter presses the button of the section it is pressed in, and no other loses its text."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
TYPED = {"code": "K7QM-3HXP", "number": "PNF-1", "family_name": "Ott"}


def faulty(window):
    """The sections that say what is wrong with them."""
    window.page.locator(".field__error").first.wait_for()
    return window.page.locator("section:has(.field__error) h2").evaluate_all("heads => heads.map(head => head.id)")


def kept(window):
    return {name: window.page.locator(f"main [name='{name}']").input_value() for name in TYPED}


@pytest.mark.parametrize(("field", "way"), [("code", "by-code"), ("family_name", "by-number"), ("number", "by-number")])
def test_with_scripts_it_is_the_section_of_the_field(guest, field, way):
    """Both sections are filled in: only the browser knows where Enter was pressed."""
    window = guest()
    window.go("/verify/")
    window.fill(**TYPED)
    window.page.locator(f"main [name='{field}']").press("Enter")
    assert faulty(window) == [way]
    assert kept(window) == TYPED and window.page.url == f"{window.site}/verify/"


def test_without_scripts_it_is_the_section_that_changed(guest):
    window = guest(script=False)
    window.go("/verify/")
    window.fill(number="PNF-1")
    window.page.locator("main [name='number']").press("Enter")
    assert faulty(window) == ["by-number"]
    window.fill(code="K7QM-3HXP")
    window.page.locator("main [name='code']").press("Enter")
    assert faulty(window) == ["by-code"]
    window.fill(family_name="Ott")
    window.page.locator("main [name='family_name']").press("Enter")
    assert faulty(window) == ["by-number"] and kept(window) == TYPED


def test_a_button_asks_its_own_section_without_scripts(guest):
    window = guest(script=False)
    window.go("/verify/")
    window.fill(**TYPED)
    window.press("Datei prüfen")
    assert faulty(window) == ["by-file"] and kept(window) == TYPED
