"""Rounds: what the tasks of Prefect call besides the round itself (round.py), each a use-case. Knows no engine."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from domain.agenda import Failure, Tally
from domain.lifecycles import Phase
from domain.rules.afterwards import may_still_ask
from domain.saying import say, sayings, together
from domain.steps import STEPS
from office.believed import REMEDY, clock_jumped
from office.mail_server import go_on_when_mended, standstill
from office.mailbox import MailboxClosed, read_mailbox
from office.office import Office, the_office
from office.post import PostTally, deliver_post
from office.round import Step, counted

T = TypeVar("T")
SHOWN_MAX = 20
DONE = sayings(
    {
        "write": "write",
        "ask": "ask",
        "move": "move",
        "plan": "plan",
        "match": "match",
        "issue": "issue",
        "escalate": "escalate",
        "proposals solved": "proposals solved",
        "documents printed": "documents printed",
        "mail answer": "answers by mail",
        "mail filled_in": "answers by mail that were filled in",
        "mail calendar": "answers of calendars",
        "mail automatic": "automatic answers by mail",
        "mail returned": "letters returned by mail",
        "mail empty": "mails without words",
        "mail again": "mails that were read before",
        "mail stranger": "mails for a person to read",
        "letters sent": "letters sent",
        "letters retry": "letters to try again",
        "letters later": "letters for a full mailbox",
        "letters gone": "letters that came back",
        "letters blocked": "letters that were blocked",
        "letters too_big": "letters that are too big",
        "letters failed": "letters that failed",
        "letters configuration": "letters that wait for the mail server",
        "letters unknown": "letters of unknown outcome",
    },
    context="done",
)
"""What a tally counts, as people read it; kinds that only Prefect shows are told by their names."""
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
        return say("nothing was due")
    done = [together((DONE.get(kind, kind), str(number)), " ") for kind, number in sorted(tally.done.items())]
    told = say("{total} done: {counts}", total=tally.total, counts=together(done, ", "))
    keys = ", ".join(tally.keys[:SHOWN_MAX]) + (", …" if len(tally.keys) > SHOWN_MAX else "")
    return together((told, f"({keys})"), " ") if keys else told


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


def _believe_the_clock(office: Office) -> None:
    """RulesFailed, which says it on the dashboard, while the office doubts its clock."""
    if found := clock_jumped(office):
        tally = Tally(failures=[Failure("the look at the clock", "the office", "jumped")])
        raise RulesFailed(say("Nothing is done. {doubt}. {remedy}", doubt=found.in_words, remedy=REMEDY), tally)


def cohorts_in(office: Office, phase: Phase, only: str | None = None) -> list[str]:
    """The codes of the cohorts in a phase, all or just one."""
    return [code for code in office.store.cohorts(phase) if only in (None, code)]


def awake(office: Office, phases: Sequence[Phase], only: str | None = None) -> list[str]:
    """The cohorts of some phases that want a round; notes that somebody looked at all of them."""
    _believe_the_clock(office)
    found = []
    for code in (code for phase in phases for code in cohorts_in(office, phase, only)):
        if wants_a_round(office, code):
            found.append(code)
        else:
            looked_at(office, code)
    return found


def wants_a_round(office: Office, code: str) -> bool:
    """Whether a scope may be due, or a bench has something in its tray: a worker may have died before it came to that."""
    return office.store.dues.waiting(code, office.clock.now()).anything


def looked_at(office: Office, code: str) -> Tally:
    """Leave the mark by which the desk and the doctor see that the office is alive."""
    office.store.leases.beat(f"tick:{code}", office.clock.now())
    return Tally()


def told(step: Step) -> Tally:
    """What a step of a round did. RulesFailed when one of its rules stumbled; the others have done their work by then."""
    if step.tally.failures:
        raise RulesFailed(f"{step.code}, {step.name}", step.tally)
    return step.tally


def deliver(office: Office) -> Tally:
    """Send what is due in the outbox; what the mail server refused waits there with its reason.

    RulesFailed when the whole post is paused: the desk and the doctor say why, in words that may name addresses.
    """
    _believe_the_clock(office)
    post = deliver_post(office) if go_on_when_mended(office) else PostTally(paused=standstill(office))
    tally = Tally(done={f"letters {outcome}": number for outcome, number in post.outcomes.items()})
    if post.paused:
        tally.failures.append(Failure("deliver", "the post", "paused"))
        raise RulesFailed("The post is paused, `mentoring doctor` says why", tally)
    return tally


def read_mail(office: Office) -> Tally:
    """Take in what arrived in the office's mailbox. RulesFailed when that cannot be opened."""
    _believe_the_clock(office)
    try:
        return Tally(done={f"mail {became}": number for became, number in read_mailbox(office).items()})
    except MailboxClosed as error:
        raise RulesFailed(str(error), Tally(failures=[Failure("read_mail", "the mailbox", "closed")])) from None


def _may_want_something(office: Office, code: str) -> bool:
    """A cohort that has closed is let lie once nobody of it will be asked any more; what a coordinator adds wakes it."""
    cohort = office.store.load(code, focus=())
    return cohort.phase is not Phase.CLOSED or may_still_ask(cohort, office.clock.now())


def clear_up(office: Office) -> Tally:
    """Leave a beat, and once a day have every scope looked at again of every cohort in which something may be due. What
    coordinators did and can no longer take back loses the copies of how it was before.

    When a scope wants attention is computed ahead; new rules after an upgrade, and a rule that stumbled and computed
    nothing, would otherwise wait for the next change there.
    """
    _believe_the_clock(office)
    now, leases = office.clock.now(), office.store.leases
    office.store.deeds.let_traces_go(until=now)
    leases.beat("housekeeping", now)
    last = leases.last_beat("all woken")
    if last is not None and now - last < WAKE_ALL_EVERY:
        return Tally()
    codes = [code for phase in Phase if STEPS[phase] for code in cohorts_in(office, phase)]
    codes = [code for code in codes if _may_want_something(office, code)]
    for code in codes:
        office.store.dues.wake_all(code)
    leases.beat("all woken", now)
    return counted("cohorts woken", len(codes))
