"""Left over, in words: what became of the choice of somebody without a partner, one sentence after the other."""

from collections.abc import Callable, Iterator, Sequence

from domain.match.facts import ByHand, Counted, Funnel, LeftOver
from domain.match.words.balance import counted
from domain.match.words.help import some
from domain.match.words.rules import TAKEN
from domain.saying import Either, say

NAMED = 2
"""So many balance rules are named for one person."""
SPARE_NAMED_MAX = 20
Who = Callable[[str], str]


def left_over(one: LeftOver, who: Who = str) -> list[str]:
    """Why somebody has no partner."""
    match one.why:
        case Funnel():
            return list(_funnel(one.why))
        case ByHand():
            return [_by_hand(one.why, who)]
        case _:
            return list(one.why)


def without_a_mentee(mentors: Sequence[LeftOver], who: Who) -> str:
    """How many mentors have nobody, and who they are; "" for none."""
    if not mentors:
        return ""
    names = some([one.code for one in mentors[:SPARE_NAMED_MAX]], len(mentors), who)
    return say(
        "{n} mentor without a mentee: {names}", "{n} mentors without a mentee: {names}", n=len(mentors), names=names
    )


def _funnel(why: Funnel) -> Iterator[str]:
    if why.others == "mentor" and not why.taking_part:
        yield say("no mentor has a free place")
        return
    yield _taking_part(why)
    for rule, count in why.taken:
        yield say("{count}: {rule}", count=count, rule=TAKEN[rule])
    if not why.possible:
        yield say("no mentor is left") if why.others == "mentor" else say("no mentee is left")
    elif why.occupied is None:
        yield _possible(why)
    else:
        yield from _occupied(why, why.occupied)
        yield from _free(why, why.possible - why.occupied)


def _taking_part(why: Funnel) -> str:
    if why.others == "mentor":
        return say("{n} mentor takes part", "{n} mentors take part", n=why.taking_part)
    return say("{n} mentee takes part", "{n} mentees take part", n=why.taking_part)


def _possible(why: Funnel) -> str:
    if why.others == "mentor":
        return say("{n} mentor would be possible", "{n} mentors would be possible", n=why.possible)
    return say("{n} mentee would be possible", "{n} mentees would be possible", n=why.possible)


def _occupied(why: Funnel, count: int) -> Iterator[str]:
    """Of the possible those who have no place left, or a mentor already."""
    if not count:
        return
    everybody = count == why.possible or count == 1
    if why.others == "mentor" and everybody:
        yield say(
            "{n} mentor would be possible, whose place is taken",
            "{n} mentors would be possible, but their places are taken",
            n=count,
        )
    elif why.others == "mentor":
        yield say("{count} would be possible, but their places are taken", count=count)
    elif everybody:
        yield say(
            "{n} mentee would be possible, who has a mentor",
            "{n} mentees would be possible, but they have a mentor",
            n=count,
        )
    else:
        yield say("{count} would be possible, but they have a mentor", count=count)


def _free(why: Funnel, count: int) -> Iterator[str]:
    """Those who could still be had, by the balance rules in the way."""
    if not count:
        return
    if why.others == "mentor":
        ways = say("{n} would be possible and has a place left", "{n} would be possible and have a place left", n=count)
    else:
        ways = say("{n} would be possible and has no mentor", "{n} would be possible and have no mentor", n=count)
    if not why.barred_by:
        yield ways
        return
    rules = Either([*map(_quoted, why.barred_by[:NAMED]), *[say("another")] * (len(why.barred_by) > NAMED)])
    yield say("{ways}, but one pair more would break the balance rule {rules}", ways=ways, rules=rules)


def _quoted(rule: Counted) -> str:
    return say("“{rule}”", rule=counted(rule))


def _by_hand(why: ByHand, who: Who) -> str:
    if why.best is None:
        return say("in none of the pairs named")
    if not why.best:
        return say("no mentor is left")
    return say("possible, best first: {names}", names=", ".join(map(who, why.best)))
