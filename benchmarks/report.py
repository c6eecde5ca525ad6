"""What a run leaves: a table for people, a JSON file for the next run to compare with."""

import datetime as dt
import json
import os
import platform

from benchmarks.arithmetic import FIGURES, corrected, ratios, table

# Megabytes as ps and systemd count them.
MB = 1024 * 1024
MEMORY_LIMIT = 150 * MB
MEMORY = "memory of a web process"


def figures_text(rows):
    """Return the table of the figures and, below it, what was remarked."""
    heads = [
        "benchmark",
        "requests",
        *(unit if "ms" not in name or name == "cpu_ms" else f"{name[:3]} ms" for name, unit, _d in FIGURES),
        "remark",
    ]
    lines = [
        [
            row["name"],
            row["requests"],
            *(f"{row[name]:.{digits}f}" for name, _unit, digits in FIGURES),
            f"WRONG: {row['fault']}" if row["fault"] else row["note"],
        ]
        for row in rows
    ]
    return table(heads, lines)


def ratios_text(rows, former, slower=1):
    """
    Return the table of each figure divided by the former run's: 1.00 is the same. What is new is left out.

    `slower` takes out of it that this machine takes so many times as long; see `how_much_slower`.
    """
    known = {row["name"]: row for row in former["benchmarks"]}
    lines = []
    for row in rows:
        if row["name"] in known:
            found = corrected(ratios(row, known[row["name"]]), slower)
            lines.append(
                [row["name"], *("–" if found[name] is None else f"{found[name]:.2f}" for name, *_rest in FIGURES), ""]
            )
    head = f"against {former['date']}" + (f", for a machine {slower:.2f} times as slow" if slower != 1 else "")
    return table([head, *(name for name, *_rest in FIGURES), ""], lines)


def how_much_slower(run, former):
    """Return how many times as long the yardstick took as in the former run; None if that has none."""
    measured = [one["machine"].get("yardstick_ms") for one in (run, former)]
    return sum(measured[0]) / sum(measured[1]) if all(measured) else None


def machine_text(machine):
    """Return the sentence about the machine: its cores, its load, how quick it was before and after."""
    first, last = machine["yardstick_ms"]
    return (
        f"Machine: {machine['cores']} cores, load {machine['load']}, yardstick {first} ms before and {last} ms after."
    )


def memory_text(memory):
    """Return the sentence about the web processes' memory."""
    largest = max(resident for resident, _proportional in memory)
    shares = ", ".join(f"{resident / MB:.0f} ({proportional / MB:.0f})" for resident, proportional in memory)
    verdict = "below" if largest < MEMORY_LIMIT else "NOT below"
    return f"{MEMORY}: {shares} MB resident (in brackets: its share), {verdict} {MEMORY_LIMIT // MB} MB"


def faults(rows, memory):
    """Return a sentence per thing that is wrong; an empty list is a good run."""
    wrong = [f"{row['name']}: {row['fault']}" for row in rows if row["fault"]]
    if any(resident >= MEMORY_LIMIT for resident, _proportional in memory):
        wrong.append(memory_text(memory))
    return wrong


def as_json(rows, memory, *, at, yardsticks):
    """Return the run as plain dicts and lists; `at` is an aware datetime, `yardsticks` seconds before and after."""
    return {
        "date": at.isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2),
            "python": platform.python_version(),
            "yardstick_ms": [round(1000 * seconds, 1) for seconds in yardsticks],
        },
        "memory": [{"resident": resident, "proportional": proportional} for resident, proportional in memory],
        "benchmarks": rows,
    }


def write(run, folder):
    """Write a run beside the earlier ones and return the path."""
    folder.mkdir(parents=True, exist_ok=True)
    date = dt.datetime.fromisoformat(run["date"])
    path = folder / f"{date:%Y-%m-%d-%H%M%S}.json"
    path.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read(path):
    """Return a run that was written. Raises ValueError, with a sentence, for anything else."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        found = {row["name"] for row in run["benchmarks"]}
        run["date"].encode()
        run["machine"].get("yardstick_ms")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no file that the benchmarks wrote.") from error
    if not found:
        raise ValueError(f"{path} holds no benchmark.")
    return run
