"""The run itself: stage, server, one case after another. To be imported once Django is set up on its own database."""

from benchmarks.arithmetic import row_of
from benchmarks.auditing import NAME as AUDIT
from benchmarks.auditing import look_at_all_seats
from benchmarks.cases import CASES, MANY_COHORTS
from benchmarks.client import send_all
from benchmarks.printing import BY_TWO, print_by_two, print_certificates
from benchmarks.printing import NAME as CERTIFICATE
from benchmarks.register import FEW_CERTIFICATES, MANY_CERTIFICATES, fill_register
from benchmarks.server import serving
from benchmarks.stage import Stage

SECONDS_TO_WARM_UP = 10
CERTIFICATES = 200
CROWDED, REGISTERED = "_2000", "_register"
NAMES = [case.name for case in CASES] + [AUDIT, CERTIFICATE, BY_TWO]


def perform(names, *, smallest, log, say):
    """
    Run the named benchmarks and return (their Rows, the workers' memory as (resident, proportional) bytes).

    The database at hand must be migrated and empty. `say` is told what goes on; `log` takes gunicorn's words.
    """
    say("Loading the demo data")
    stage = Stage()
    stage.settle()
    with serving(log) as server:
        chosen = [case for case in CASES if case.name in names]
        rows = [_measure(case, stage, server, case.name, smallest, say) for case in chosen]
        crowded = [case for case in chosen if case.crowded]
        if (crowded or AUDIT in names) and not smallest:
            say(f"Adding {MANY_COHORTS} cohorts")
            stage.open_cohorts(MANY_COHORTS)
            stage.settle()
            rows += [_measure(case, stage, server, case.name + CROWDED, smallest, say) for case in crowded]
        if registered := [case for case in chosen if case.registered]:
            many = FEW_CERTIFICATES if smallest else MANY_CERTIFICATES
            say(f"Adding {many} certificates")
            fill_register(many, like=stage.certificate.pk)
            stage.settle()
            rows += [_measure(case, stage, server, case.name + REGISTERED, smallest, say) for case in registered]
        memory = server.memory()
    if any(row.fault for row in rows):
        say(f"gunicorn said:\n{log.read_text(errors='replace')[-3000:]}")
    if AUDIT in names:
        say(AUDIT)
        rows.append(look_at_all_seats())
    if CERTIFICATE in names:
        say(CERTIFICATE)
        rows.append(print_certificates(stage, 1 if smallest else CERTIFICATES))
    if BY_TWO in names:
        say(BY_TWO)
        rows.append(print_by_two(stage, 2 if smallest else CERTIFICATES))
    return rows, memory


def _measure(case, stage, server, name, smallest, say):
    say(name)
    requests, known = case.prepare(stage, case.smallest if smallest else case.count)
    _warm_up(requests, server, smallest)
    worked = server.cpu_seconds()
    answers, elapsed = send_all(server.port, requests, threads=case.visitors, seconds=case.seconds)
    cpu = server.cpu_seconds() - worked
    note, fault = case.look(stage, known, answers)
    if len(answers) < len(requests):
        note = f"{note}, stopped after {case.seconds} s".removeprefix(", ")
    odd = {answer.status for one, answer in zip(requests, answers, strict=False) if answer.status not in one.expected}
    if odd:
        fault = f"unexpected status {', '.join(map(str, sorted(odd)))}; {fault}".removesuffix("; ")
    return row_of(name, answers, elapsed=elapsed, cpu=cpu, note=note, fault=fault)


def _warm_up(requests, server, smallest):
    """Let each worker read its templates and open its connections; only what changes nothing is sent for that."""
    if not smallest and (requests[0].method == "GET" or requests[0].file):
        send_all(server.port, requests[:16], threads=8, seconds=SECONDS_TO_WARM_UP)
