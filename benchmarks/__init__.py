"""How quick the product is on PostgreSQL and gunicorn, measured from outside: `./run bench`."""
