"""What programs send."""

ADA = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example"}
BOB = {"given_name": "Bob", "family_name": "Muster", "email": "bob@people.example"}


def wish(company, seats=1, **more):
    """The body of a booking."""
    return {"company": company.code, "seats": seats, **more}


def bookings_of(cohort):
    """Where bookings of a cohort are sent to."""
    return f"/cohorts/{cohort.code}/bookings"


def fields_of(answer):
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.text
    said = answer.json()
    assert said["code"] and said["message"]
    return [fault["field"] for fault in said["errors"]]
