"""Wagtail's search in the database. On SQLite a quotation mark would break the query off; here it parts words."""

from modelsearch.backends import database


class WordsOnly:
    """Put before a backend: it is asked for words and nothing else; for none at all it finds nothing."""

    def _search(self, compiler, query, *args, **kwargs):
        if isinstance(query, str):
            query = " ".join(query.replace('"', " ").split())
        return super()._search(compiler, query, *args, **kwargs)


def SearchBackend(params):
    """Return the backend that suits the database."""
    suitable = type(database.SearchBackend(params))
    return type("SearchBackend", (WordsOnly, suitable), {})(params)
