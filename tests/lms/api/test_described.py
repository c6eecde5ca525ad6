"""/api/v1/openapi.json says everything: each call, its bodies, its refusals, how to sign in."""

import pytest

from lms.api.v1 import api

pytestmark = pytest.mark.django_db
CALLS = {
    "GET /programmes": {200},
    "GET /cohorts": {200},
    "GET /cohorts/{code}": {200, 404},
    "POST /cohorts/{code}/bookings": {201, 202, 404, 409, 413, 503},
    "GET /bookings/{pk}": {200, 404},
    "DELETE /bookings/{pk}": {200, 404, 409, 503},
    "PUT /bookings/{pk}/seats/{number}/participant": {200, 404, 409, 413, 503},
    "POST /cohorts/{code}/waiting-list": {201, 404, 409, 413, 503},
    "GET /waiting-list/{pk}": {200, 404},
    "DELETE /waiting-list/{pk}": {200, 404, 409, 503},
    "POST /waiting-list/{pk}/booking": {201, 404, 409, 413, 503},
    "POST /verifications": {200, 404, 413},
    "GET /certificates/{number}": {200, 404},
}
# Sent with a body, and nothing comes of it but the answer.
ASKING = {"POST /verifications"}


@pytest.fixture
def described(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200 and not answer.cookies
    return answer.json()


def operations(described):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path.removeprefix('/api/v1')}", operation


def named_schema(body):
    """The name of the schema of a body; of a list, that of its items."""
    schema = body["content"]["application/json"]["schema"]
    return schema.get("items", schema)["$ref"].rpartition("/")[2]


def test_each_call_with_each_answer(described):
    told = {call: {int(status) for status in one["responses"]} for call, one in operations(described)}
    assert told == {call: statuses | {401, 422, 429} for call, statuses in CALLS.items()}


def test_each_answer_and_each_body_has_a_schema_that_is_there(described):
    schemas = described["components"]["schemas"]
    for call, operation in operations(described):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for one in [*operation["responses"].values(), *bodies]:
            name = named_schema(one)
            assert name in schemas, (call, name)
        assert operation["description"] and operation["operationId"], call
    assert set(schemas["Refused"]["properties"]) == {"code", "message", "seats_left"}
    assert set(schemas["Malformed"]["properties"]) == {"code", "message", "errors"}


def test_writes_take_a_key_and_everything_a_token(described):
    assert described["components"]["securitySchemes"]["BearerToken"]["scheme"] == "bearer"
    for call, operation in operations(described):
        assert operation["security"] == [{"BearerToken": []}], call
        keyed = [one["name"] for one in operation["parameters"] if one["in"] == "header"]
        assert keyed == ([] if call.startswith("GET") or call in ASKING else ["Idempotency-Key"]), call


def test_examples_stand_beside_what_is_sent(described):
    for name in ("BookingIn", "ParticipantIn"):
        fields = described["components"]["schemas"][name]["properties"]
        assert sum("examples" in field for field in fields.values()) >= 3


def test_nothing_is_fetched_from_elsewhere(client):
    assert api.docs_url is None
    assert client.get("/api/v1/docs").status_code == 404
