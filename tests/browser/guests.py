"""One person at one browser window, in German: goes, clicks what can be read there, fills in, presses."""

import re

from tests import makers

PATIENCE = 20_000  # milliseconds; a machine that does other things too is slow


class Guest:
    """A window of its own. `faults` collects what a browser complains about: errors of scripts, files not found."""

    def __init__(self, browser, site, folder, *, width=1280, height=900, dark=False, script=True):
        self.site, self.folder, self.faults = site, folder, []
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("console", self._complained)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _complained(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{self.page.url}: {response.url} {response.status}")

    def close(self):
        self.context.close()

    def sign_in(self, user):
        """Sign in as everybody does, with address and password."""
        self.go("/account/login/")
        self.fill(login=user.email, password=makers.PASSWORD)
        self.press("Anmelden")

    def go(self, path):
        answer = self.page.goto(f"{self.site}{path}")
        assert answer.ok, f"{path}: {answer.status}"

    def click(self, address):
        """Click the first link whose address matches the regular expression; it must be visible."""
        links = self.page.locator("a[href]")
        there = links.evaluate_all("links => links.map(link => link.href)")
        for index, target in enumerate(there):
            if re.search(address, target.removeprefix(self.site)) and links.nth(index).is_visible():
                with self.page.expect_navigation():
                    links.nth(index).click()
                return
        raise AssertionError(f"no visible link to {address} on {self.page.url}; there are {there}")

    def fill(self, **values):
        """Type into fields by name ("__" stands for "-"); choose where there is a choice."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name.replace('__', '-')}']").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def press(self, label):
        """Press the button that says `label` and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=label, exact=True).first.click()

    def press_value(self, value):
        """Press the button that sends `value`, where what it says depends on a number."""
        with self.page.expect_navigation():
            self.page.locator(f"button[value='{value}']:visible").first.click()

    def sees(self, *words):
        """Hold the test up until the page shows each of these."""
        for word in words:
            self.page.get_by_text(word).first.wait_for(state="attached")

    def shoot(self, name):
        """Leave a picture of the whole page in var/screenshots/."""
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
