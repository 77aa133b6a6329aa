"""Second thoughts: what a coordinator may want to change before launching, read from the history of a rehearsal."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from domain.dates import day_of
from rehearsal.history import History, Posted
from rehearsal.laws_of_post import ASKED_FOR
from rehearsal.wording import letters_in_words


def warnings(history: History) -> Iterator[str]:
    """What a coordinator should think over before launching: letters on Sundays, two a day, forms too short to answer."""
    zone = history.cohort.zone
    sundays = [one for one in _unprompted(history) if one.sent_at and day_of(one.sent_at, zone).weekday() == 6]
    if sundays:
        yield f"{letters_in_words(len(sundays))} left on a Sunday, such as {sundays[0].letter} to {sundays[0].to}"
    yield from _several_a_day(history, zone)
    yield from _short_forms(history)
    for reason, number in Counter(words for _, _, words in history.refused).most_common(5):
        yield f"{number} answers were not taken: {reason}"


def _unprompted(history: History) -> Iterator[Posted]:
    """Letters that came of themselves; the others answer what somebody has just done, and nobody minds those."""
    acts = {turn.at for turn in history.turns if turn.answers}
    return (one for one in history.sent if one.written_at not in acts and not one.letter.endswith(ASKED_FOR))


def _several_a_day(history: History, zone: str) -> Iterator[str]:
    days: dict[tuple[str, date], list[Posted]] = defaultdict(list)
    for letter in _unprompted(history):
        if letter.sent_at and letter.to in history.cohort.participants:
            days[letter.to, day_of(letter.sent_at, zone)].append(letter)
    kinds = Counter(
        " + ".join(sorted({letter.letter for letter in letters})) for letters in days.values() if len(letters) > 1
    )
    if total := sum(kinds.values()):
        often = "; ".join(f"{kind} ({number} times)" for kind, number in kinds.most_common(3))
        yield f"{total} times somebody got two letters or more on one day, mostly {often}"


def _short_forms(history: History) -> Iterator[str]:
    """Forms that closed before, or within a day after, the letter that asks for them arrived."""
    short = Counter[str]()
    for letter in history.sent:
        form = history.cohort.invitations.get(letter.invitation)
        if form and form.closes and letter.sent_at and not letter.reminder:
            if form.closes <= letter.sent_at:
                short[f"{letter.letter} links to a form that is closed already"] += 1
            elif form.closes - letter.sent_at < timedelta(days=1) and form.opens < letter.sent_at - timedelta(days=1):
                short[f"{letter.letter} leaves less than a day to answer"] += 1
    for words, number in short.most_common():
        yield f"{words} ({number} times)"
