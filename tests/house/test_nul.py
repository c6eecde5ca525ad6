"""A NUL byte in an address is answered with our pages, and the database is never asked for one."""

import re

import pytest
from django.db import connection

from tests.house.addresses import addresses
from tests.house.asking import client_of

pytestmark = pytest.mark.django_db


class Asked(list):
    """The statements with a NUL among their values."""

    def __call__(self, execute, sql, params, many, context):
        if any("\0" in str(value) for value in params or ()):
            self.append(sql)
        return execute(sql, params, many, context)


def ask(house, urls):
    """Return {url: status} and what was asked of the database."""
    client, asked = client_of(house.users["administrator"]), Asked()
    with connection.execute_wrapper(asked):
        return {url: client.get(url).status_code for url in urls}, asked


def test_in_every_part_of_every_path(house):
    paths = {address.url.partition("?")[0] for address in addresses(house).values()}
    urls = {path[: part.end()] + "%00" + path[part.end() :] for path in paths for part in re.finditer(r"[^/]+", path)}
    found, asked = ask(house, sorted(urls))
    assert {url: status for url, status in found.items() if status != 404} == {}
    assert asked == []
    assert len(urls) > 100


def test_in_the_query_of_every_page(house):
    paths = {address.url.partition("?")[0] for address in addresses(house).values()}
    found, asked = ask(house, sorted(f"{path}?q=%00&company=a%00b&code=%00&page=%00" for path in paths))
    assert {url: status for url, status in found.items() if status != 400} == {}
    assert asked == []


def test_the_visitor_reads_our_page(house):
    client = client_of(None)
    for url, status in (("/certificates/%00/", 404), ("/verify/?code=%00", 400)):
        answer = client.get(url)
        assert answer.status_code == status and 'class="button button--go"' in answer.content.decode()
