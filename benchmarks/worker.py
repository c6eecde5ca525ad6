"""`python -m benchmarks.worker`: prints the copies named on its input; starts counting when it is told to go."""

import datetime as dt
import json
import sys
import time

import django


def main():
    """Make the first paper, say so, wait, make the others, and tell how long each took and what memory was used."""
    django.setup()

    from benchmarks.printing import printed_by_hand  # models exist only now

    asked = json.loads(sys.stdin.readline())
    at = dt.datetime.fromisoformat(asked["at"])
    printed_by_hand(asked["copies"][:1], at)
    print("ready", flush=True)
    sys.stdin.readline()
    worked = time.process_time()
    answers, memory = printed_by_hand(asked["copies"][1:], at)
    found = {"answers": [(one.seconds, one.sql) for one in answers], "memory": memory}
    print(json.dumps({**found, "cpu": time.process_time() - worked}), flush=True)


if __name__ == "__main__":
    main()
