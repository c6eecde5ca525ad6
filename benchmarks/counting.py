"""Says in a header how many SQL statements a request needed. Only the benchmarks' settings switch it on."""

from django.db import connection

HEADER = "X-SQL-Count"


class Counter:
    """Counts what passes through a connection's execute_wrapper."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


class SQLCountMiddleware:
    """Stands first, so that sessions and everything else are counted too; BEGIN and COMMIT are not."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response[HEADER] = str(counter.count)
        return response
