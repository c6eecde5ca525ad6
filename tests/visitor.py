"""A visitor who reads pages and fills in the forms that stand there: what a browser would send, without a browser."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin


class PageForms(HTMLParser):
    """Collects the forms of a page: action, method, values as they stand, buttons."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.forms, self._form, self._select, self._text, self._button = [], None, None, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "form":
            self._form = {"action": facts.get("action") or "", "method": (facts.get("method") or "get").lower()}
            self._form |= {"data": {}, "names": set(), "buttons": []}
            self.forms.append(self._form)
        elif self._form is None or "disabled" in facts:
            return
        elif tag == "input":
            self._input(facts)
        elif tag == "select":
            self._select = facts.get("name")
            self._form["names"].add(self._select)
        elif tag == "option" and self._select and "selected" in facts:
            self._add(self._select, facts.get("value", ""))
        elif tag == "textarea":
            self._text = facts.get("name")
            self._form["names"].add(self._text)
            self._form["data"][self._text] = ""
        elif tag == "button" and (facts.get("type") or "submit") == "submit":
            self._button = {"name": facts.get("name"), "value": facts.get("value", ""), "text": ""}
            self._form["buttons"].append(self._button)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None
        elif tag == "button":
            self._button = None

    def handle_data(self, data):
        if self._text and self._form:
            self._form["data"][self._text] += data
        if self._button is not None:
            self._button["text"] += data

    def _input(self, facts):
        name, kind = facts.get("name"), facts.get("type", "text")
        if not name:
            return
        self._form["names"].add(name)
        if kind == "submit":
            self._form["buttons"].append(
                {"name": name, "value": facts.get("value", ""), "text": facts.get("value", "")}
            )
        elif kind not in ("checkbox", "radio", "file", "button") or "checked" in facts:
            self._add(name, facts.get("value", "on" if kind == "checkbox" else ""))

    def _add(self, name, value):
        self._form["data"].setdefault(name, [])
        if isinstance(self._form["data"][name], list):
            self._form["data"][name].append(value)


class Visitor:
    """One person at a browser: `go` opens a page, `send` fills in the form that has a button and presses it."""

    def __init__(self, client, user=None):
        self.client, self.page, self.url = client, None, "/"
        if user is not None:
            client.force_login(user)

    def go(self, url, status=200):
        """Open a page and return its text."""
        self.page = self.client.get(url, follow=True)
        assert self.page.status_code == status, f"{url}: {self.page.status_code}"
        self.url = self.page.redirect_chain[-1][0] if self.page.redirect_chain else url
        return self.page.text

    def send(self, button, status=200, **values):
        """
        Fill in the form whose button says `button` (or has that value), press it, return the answer's text.

        `values` are typed over what stands there; names use "__" for "-". A name that the form lacks is an error.
        """
        form, pressed = self._find(button)
        typed = {name.replace("__", "-"): value for name, value in values.items()}
        unknown = set(typed) - form["names"]
        assert not unknown, f"the form has no field {sorted(unknown)}; it has {sorted(form['names'])}"
        data = {**form["data"], **typed}
        if pressed["name"]:
            data[pressed["name"]] = pressed["value"]
        target = form["action"] or self.url
        verb = self.client.post if form["method"] == "post" else self.client.get
        self.page = verb(target, data, follow=True)
        self.url = self.page.redirect_chain[-1][0] if self.page.redirect_chain else target
        assert self.page.status_code == status, f"{target}: {self.page.status_code}"
        return self.page.text

    def follow(self, pattern):
        """Open the first link of this page whose address matches the regular expression; return the new page's text."""
        links = [urljoin(self.url, href) for href in re.findall(r'<a[^>]+href="([^"#]+)"', self.page.text)]
        found = next((link for link in links if re.search(pattern, link)), None)
        assert found, f"no link like {pattern!r} on {self.url}; there are {links}"
        return self.go(found)

    def forms(self):
        """Return the forms of this page: dicts of action, method, data, names, buttons."""
        return PageForms(self.page.text).forms

    def fields(self, button):
        """Return the values of the form with that button as they stand."""
        return self._find(button)[0]["data"]

    def _find(self, button):
        for form in PageForms(self.page.text).forms:
            for each in form["buttons"]:
                if button in (" ".join(each["text"].split()), each["value"]):
                    return form, each
        told = [" ".join(one["text"].split()) for form in PageForms(self.page.text).forms for one in form["buttons"]]
        raise AssertionError(f"no button {button!r} on {self.url}; there are {told}")
