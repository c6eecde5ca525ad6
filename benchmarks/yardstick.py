"""A fixed piece of work in Python alone: how quick this machine is just now, so that runs elsewhere can be compared."""

import time

TRIES, ROUNDS = 7, 80


def yardstick():
    """Return the seconds of processor that the work takes: the least of several tries."""
    return min(_worked() for _try in range(TRIES))


def _worked():
    began = time.process_time()
    for number in range(ROUNDS):
        _work(number)
    return time.process_time() - began


def _work(number):
    """Words, tables, sorting and sums, as the pages of a server and the printing of a paper need them."""
    words = [f"{number * index % 977:03}-{index:x}" for index in range(400)]
    counted: dict[str, int] = {}
    for word in words:
        head, _dash, tail = word.partition("-")
        counted[head] = counted.get(head, 0) + int(tail, 16)
    text = ";".join(f"{key}={value}" for key, value in sorted(counted.items(), key=lambda pair: (pair[1], pair[0])))
    return sum(map(len, text.upper().split(";")))
