"""The API itself. Rooms add their calls when Django starts (`api.add_router`); this floor knows none of them."""

from functools import cache

from ninja import NinjaAPI

from lms.api.auth import BearerToken
from lms.api.errors import handle_errors

DESCRIPTION = """\
Programmes, cohorts and bookings for programs. docs/api.md walks through it with curl.

- Sign in with `Authorization: Bearer lg_…`.
- Sentences come in the language of `Accept-Language`, else in that of the account.
- Writes take an `Idempotency-Key`: the same request sent again gets the first answer and does nothing.
- Money is whole cents, days are Europe/Berlin, moments are UTC.
"""


class Api(NinjaAPI):
    """Describes itself once per process: the calls do not change while it runs."""

    def get_openapi_schema(self, **asked):
        return _described(self)


@cache
def _described(api):
    schema = NinjaAPI.get_openapi_schema(api)
    schema["components"]["securitySchemes"]["BearerToken"] |= {"description": BearerToken.openapi_description}
    return schema


api = Api(
    title="Lehrgang",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api-v1",
    # The page that ninja draws fetches its scripts from elsewhere.
    docs_url=None,
    auth=BearerToken(),
)
handle_errors(api)
