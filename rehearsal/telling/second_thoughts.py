"""Second thoughts: what a coordinator may want to change before launching, read from the history of a rehearsal."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from domain.dates import day_of
from domain.saying import say, together
from domain.states import letter_and_role
from rehearsal.history import History, Posted
from rehearsal.laws.post import ASKED_FOR


def warnings(history: History) -> Iterator[str]:
    """What a coordinator should think over before launching: letters on Sundays, two a day, forms too short to answer."""
    zone = history.cohort.zone
    sundays = [one for one in _unprompted(history) if one.sent_at and day_of(one.sent_at, zone).weekday() == 6]
    if sundays:
        yield say(
            "{n} letter left on a Sunday, such as {letter} to {to}",
            "{n} letters left on a Sunday, such as {letter} to {to}",
            n=len(sundays),
            letter=letter_and_role(sundays[0].letter),
            to=sundays[0].to,
        )
    yield from _several_a_day(history, zone)
    yield from _short_forms(history)
    for reason, number in Counter(words for _, _, words in history.refused).most_common(5):
        yield say("{n} answer was not taken: {reason}", "{n} answers were not taken: {reason}", n=number, reason=reason)


def _unprompted(history: History) -> Iterator[Posted]:
    """Letters that came of themselves; the others answer what somebody has just done, and nobody minds those."""
    return (one for one in history.sent if not (one.at_once or one.in_another or one.letter.endswith(ASKED_FOR)))


def _several_a_day(history: History, zone: str) -> Iterator[str]:
    days: dict[tuple[str, date], list[Posted]] = defaultdict(list)
    for letter in _unprompted(history):
        if letter.sent_at and letter.to in history.cohort.participants:
            days[letter.to, day_of(letter.sent_at, zone)].append(letter)
    kinds = Counter(
        tuple(sorted({letter.letter for letter in letters})) for letters in days.values() if len(letters) > 1
    )
    if total := sum(kinds.values()):
        often = together(
            (_so_often(together(map(letter_and_role, kind), " + "), n) for kind, n in kinds.most_common(3)), "; "
        )
        yield say(
            "{n} time somebody got two letters or more on one day, mostly {often}",
            "{n} times somebody got two letters or more on one day, mostly {often}",
            n=total,
            often=often,
        )


def _short_forms(history: History) -> Iterator[str]:
    """Forms that closed before, or within a day after, the letter that asks for them arrived."""
    short = Counter[str]()
    for letter in history.sent:
        form = history.cohort.invitations.get(letter.invitation)
        if form and form.closes and letter.sent_at and not letter.reminder:
            if form.closes <= letter.sent_at:
                short[
                    say("{letter} links to a form that is closed already", letter=letter_and_role(letter.letter))
                ] += 1
            elif form.closes - letter.sent_at < timedelta(days=1) and form.opens < letter.sent_at - timedelta(days=1):
                short[say("{letter} leaves less than a day to answer", letter=letter_and_role(letter.letter))] += 1
    for words, number in short.most_common():
        yield _so_often(words, number)


def _so_often(words: str, n: int) -> str:
    return say("{words} ({n} time)", "{words} ({n} times)", words=words, n=n)
