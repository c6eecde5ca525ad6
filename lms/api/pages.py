"""Long lists come in pages."""

from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from ninja import Query, Schema
from pydantic import Field

ROWS = 100
Number = Annotated[int, Query(ge=1, le=1_000_000, description=f"Pages of {ROWS} rows, counted from 1.")]
Row = TypeVar("Row")


class Page(Schema, Generic[Row]):
    """A page of a list."""

    count: int = Field(description="Rows on all pages together.")
    next: str | None = Field(description="The address of the next page.")
    items: list[Row]


def page_of(request, rows, number, show):
    """Return what a Page holds of the queryset `rows`, each row as `show(row)`: two queries."""
    count = rows.count()
    first = (number - 1) * ROWS
    asked = {**request.GET.dict(), "page": number + 1}
    return {
        "count": count,
        "next": f"{request.path}?{urlencode(asked)}" if first + ROWS < count else None,
        "items": [show(row) for row in rows[first : first + ROWS]] if first < count else [],
    }
