"""`python -m benchmarks`: reads what is asked for, prepares a database and the environment, prints what was found."""

import argparse
import datetime as dt
import os
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command

from benchmarks import report
from benchmarks.client import HOST, ORIGIN
from benchmarks.database import LOCAL, NoDatabase, own_database
from benchmarks.server import BASE, NoServer
from benchmarks.yardstick import yardstick

DATABASE = "lehrgang_bench"
FOLDER = BASE / "var" / "bench"
# What a shell has set for production must not be touched: no queue, no bucket, no mail.
TAKEN_AWAY = ["CELERY_BROKER_URL", "S3_BUCKET", "WEB_CONCURRENCY", "BIND", "CSRF_TRUSTED_ORIGINS"]


def arguments(args):
    parser = argparse.ArgumentParser(prog="./run bench", description="How quick it is, on PostgreSQL and gunicorn.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these benchmarks")
    parser.add_argument("--against", type=Path, metavar="FILE", help="print the ratios to an earlier run's JSON file")
    parser.add_argument(
        "--smallest", action="store_true", help="the fewest requests: whether it works, not how quickly"
    )
    parser.add_argument("--database", default=DATABASE, help=f"the database to make and drop (default {DATABASE})")
    parser.add_argument("--template", help="a migrated, empty database to copy instead of migrating")
    parser.add_argument("--into", type=Path, default=FOLDER, help="where the JSON file goes (default var/bench)")
    return parser.parse_args(args)


def main(args=None):
    """Run the benchmarks; return 0, or 1 if something was wrong: too much memory, a wrong answer, no server."""
    asked = arguments(args)
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))  # so that the database is dropped
    try:
        former = report.read(asked.against) if asked.against else None
        server = os.environ.get("DATABASE_URL") or LOCAL
        with (
            tempfile.TemporaryDirectory(prefix="lehrgang-bench-") as files,
            own_database(server, asked.database, template=asked.template) as url,
        ):
            prepare(url, Path(files), migrated=bool(asked.template), smallest=asked.smallest)
            before = yardstick()
            rows, memory = perform(asked, Path(files))
            after = yardstick()
    except (NoDatabase, NoServer, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    run = report.as_json(
        [row.as_json() for row in rows], memory, at=dt.datetime.now().astimezone(), yardsticks=(before, after)
    )
    tell(run, memory, former, report.write(run, asked.into))
    return 1 if report.faults(run["benchmarks"], memory) else 0


def prepare(url, files, *, migrated, smallest):
    """Set the environment of production, for this process and gunicorn, and bring the database up to date."""
    for name in TAKEN_AWAY:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings_smallest" if smallest else "benchmarks.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "PUBLIC_URL": ORIGIN,
        "DATABASE_URL": url,
        "EMAIL_URL": "dummymail://",
        "MEDIA_ROOT": str(files / "media"),
        "PRIVATE_ROOT": str(files / "private"),
        "SIGNING_KEYS_DIR": str(files / "keys"),
    }
    django.setup()
    if not migrated:
        say("Migrating")
        call_command("migrate", verbosity=0)
    if not smallest:
        say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)


def perform(asked, files):
    # Models exist only now.
    from benchmarks import performance

    unknown = sorted(set(asked.names) - set(performance.NAMES))
    if unknown:
        raise ValueError(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(performance.NAMES)}.")
    names = set(asked.names) or set(performance.NAMES)
    return performance.perform(names, smallest=asked.smallest, log=files / "gunicorn.log", say=say)


def tell(run, memory, former, path):
    print(report.figures_text(run["benchmarks"]))
    if former:
        print()
        print(report.ratios_text(run["benchmarks"], former))
        if slower := report.how_much_slower(run, former):
            print()
            print(report.ratios_text(run["benchmarks"], former, slower))
    print()
    print(report.memory_text(memory))
    print(f"{report.machine_text(run['machine'])} Written to {path}")


_began = time.monotonic()


def say(text):
    print(f"{time.monotonic() - _began:6.1f} s  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
