"""Rounds: what the tasks of Prefect call, each a use-case that ends in a tally. Knows no engine; settles through advance.

A round goes through the steps of a phase for the cohorts that want attention; flows/ says in which order.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from domain.agenda import Failure, Tally
from domain.lifecycles import Phase
from domain.steps import STEPS
from office.advance import advance, cohorts_in
from office.benches import print_documents, solve_proposals
from office.mail_server import go_on_when_mended
from office.office import Office, the_office
from office.post import deliver_post

T = TypeVar("T")
SHOWN_MAX = 20
WAKE_ALL_EVERY = timedelta(days=1)


class RulesFailed(Exception):
    """Some rules stumbled; what they did not stumble over is done. The message names rules and codes only."""

    def __init__(self, where: str, tally: Tally) -> None:
        super().__init__(f"{where}: {stumbled(tally.failures)}")
        self.tally = tally


class OfficeFailed(Exception):
    """A use-case broke off. The message says what kind of error and where in our code, never what the error said.

    The words of an error may quote names, addresses or whole rows, and Prefect keeps what it is told.
    """


def stumbled(failures: list[Failure]) -> str:
    """Failures in one line: rule, record, kind of error."""
    words = [f"{failure.rule} failed for {failure.record or 'the cohort'} ({failure.error})" for failure in failures]
    more = len(words) - SHOWN_MAX
    return "; ".join(words[:SHOWN_MAX]) + (f"; and {more} more" if more > 0 else "")


def in_words(tally: Tally) -> str:
    """A tally in one line: "3 done: ask 1, write 2 (P07.3:date:2, …)"."""
    if not tally.total:
        return "nothing was due"
    counts = ", ".join(f"{kind} {number}" for kind, number in sorted(tally.done.items()))
    keys = ", ".join(tally.keys[:SHOWN_MAX]) + (", …" if len(tally.keys) > SHOWN_MAX else "")
    return f"{tally.total} done: {counts}" + (f" ({keys})" if keys else "")


def quietly(call: Callable[..., T], *args: object) -> T:
    """Call a use-case with the office of this process; an error leaves without its words. See OfficeFailed."""
    try:
        return call(the_office(), *args)
    except RulesFailed:
        raise
    except Exception as error:
        raise OfficeFailed(_where(error)) from None


def _where(error: Exception) -> str:
    """The kind of an error and the innermost places in our own code it came from."""
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "site-packages" not in code.co_filename and "/lib/python" not in code.co_filename:
            places.append(f"{code.co_qualname} line {trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} in {', called by '.join(reversed(places[-3:]))}"


# --- use-cases --------------------------------------------------------------------------------------------------


def awake(office: Office, phase: Phase, only: str | None = None) -> list[str]:
    """The cohorts of a phase in which something may be due now; notes that somebody looked at all of them."""
    now, found = office.clock.now(), []
    for code in cohorts_in(office, phase, only):
        if any(office.store.due_scopes(code, now)):
            found.append(code)
        else:
            looked_at(office, code)
    return found


def looked_at(office: Office, code: str) -> Tally:
    """Leave the mark by which the desk and the doctor see that the office is alive."""
    office.store.leases.beat(f"tick:{code}", office.clock.now())
    return Tally()


def take_step(office: Office, code: str, phase: Phase, step: str) -> Tally:
    """One step of a phase for one cohort. RulesFailed, after everything else was done, when a rule stumbled."""
    tally = advance(office, code, phase, step)
    if tally.failures:
        raise RulesFailed(f"{code}, {step}", tally)
    return tally


def solve(office: Office, code: str) -> Tally:
    """Have the matchmaker answer what was ordered."""
    return counted("proposals solved", solve_proposals(office, code))


def print_orders(office: Office, code: str) -> Tally:
    """Have the press print what was ordered."""
    return counted("documents printed", print_documents(office, code))


def counted(what: str, number: int) -> Tally:
    """A tally of one kind of thing; empty when there was none."""
    return Tally(done={what: number}) if number else Tally()


def deliver(office: Office) -> Tally:
    """Send what is due in the outbox; what the mail server refused waits there with its reason.

    RulesFailed when the whole post is paused: the desk and the doctor say why, in words that may name addresses.
    """
    go_on_when_mended(office)
    post = deliver_post(office)
    tally = Tally(done={f"letters {outcome}": number for outcome, number in post.outcomes.items()})
    if post.paused:
        tally.failures.append(Failure("deliver", "the post", "paused"))
        raise RulesFailed("The post is paused, `mentoring doctor` says why", tally)
    return tally


def clear_up(office: Office) -> Tally:
    """Leave a beat, and once a day have every scope of every open cohort looked at again.

    When a scope wants attention is computed ahead; new rules after an upgrade, and a rule that stumbled and computed
    nothing, would otherwise wait for the next change there.
    """
    now, leases = office.clock.now(), office.store.leases
    leases.beat("housekeeping", now)
    last = leases.last_beat("all woken")
    if last is not None and now - last < WAKE_ALL_EVERY:
        return Tally()
    codes = [code for phase in Phase if STEPS[phase] for code in cohorts_in(office, phase)]
    for code in codes:
        office.store.wake_all(code)
    leases.beat("all woken", now)
    return counted("cohorts woken", len(codes))
