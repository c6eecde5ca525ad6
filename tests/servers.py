"""Find the servers that the suite also runs on: those that the environment names, else local ones that answer."""

import os
import sys

import psycopg
import redis

LOCAL_DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/0"


def answers_database(url):
    """Raise psycopg.OperationalError unless PostgreSQL lets us in at `url`."""
    psycopg.connect(url, connect_timeout=5).close()


def answers_redis(url):
    """Raise redis.RedisError unless Redis answers at `url`."""
    with redis.Redis.from_url(url, socket_connect_timeout=5) as server:
        server.ping()


def found(name, local, ask, *, optional=lambda url: False):
    """
    Return the address to test on, or "" where none is named and the local one does not answer.

    Exits with a sentence where the environment names a server that does not answer: the tester asked for it.
    """
    given = os.environ.get(name, "")
    url = local if not given or optional(given) else given
    try:
        ask(url)
    except (psycopg.Error, redis.RedisError, ValueError) as error:
        reason = " ".join(str(error).split())
        if url == given:
            sys.exit(f"{name} is set, but nothing usable answers there: {reason}")
        print(f"Not tested on this server, because {name} is not set and locally: {reason}", file=sys.stderr)
        return ""
    return url


if __name__ == "__main__":
    if sys.argv[1] == "database":
        # SQLite is tested anyway.
        print(found("DATABASE_URL", LOCAL_DATABASE, answers_database, optional=lambda url: url.startswith("sqlite")))
    else:
        print(found("REDIS_URL", LOCAL_REDIS, answers_redis))
