"""Match report: what a coordinator reads before approving a match, as one HTML file that needs nothing else.

Takes what was found out about a match and lays names over the codes. No script, nothing from outside, the same findings make
the same bytes; whatever people are called is shown as text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from documents.shelf import TEXTS
from domain.criteria import WEIGHED
from domain.match.facts import LeftOver, ProposedPair
from domain.match.findings import About, Alternative, Competition, Findings, Gain, Offer, Weighted
from domain.match.words.balance import asks_of, counted
from domain.match.words.help import recruit, remedy, some
from domain.match.words.left_over import left_over
from domain.match.words.proof import proof
from domain.match.words.reasons import reasons
from domain.match.words.rules import BROKEN, TAKEN
from domain.saying import say, sayings, together
from words import ENGLISH, tongue
from words.pages import InTemplates

Who = Callable[[str], str]
LISTED_MAX = 24
"""Of people who compete so many are named."""
STAGES = sayings(
    {
        "matched": "as many mentees matched as possible",
        "max_min": "the weakest pair as good as possible",
        "rank_profile": "as many first wishes as possible, then second ones",
        "rank_profile:generous": "as few last wishes as possible",
        "score": "the highest score in all",
        "blocking_pairs": "as few pairs as possible who would rather have each other",
        "changes": "as few earlier pairs given up as possible",
    }
)
HEADINGS = sayings(
    {
        "INFEASIBLE": "No match keeps all rules",
        "TIME_UP": "The time was up before a match was found",
    }
)


def match_report(
    found: Findings,
    names: Mapping[str, str],
    clashes: Sequence[str] = (),
    ways_out: Sequence[str] = (),
    notes: Sequence[str] = (),
    uncounted: Sequence[str] = (),
    *,
    each_way: bool = False,
    language: str = ENGLISH,
) -> str:
    """The page of one match in a language; people by `names`, `notes` on the files it was made from.

    `clashes` and `ways_out`: what no match keeps together and what would do, in words; `each_way`: every one of the ways
    out is needed. `uncounted`: notes on whom balance rules do not count, shown beside these rules.
    """
    same = Counter(map(_plain, names.values()))

    def who(code: str) -> str:
        name = names.get(code, code)
        return f"{name} ({code})" if same[_plain(name)] > 1 else name

    result, order = found.result, found.order
    beside = uncounted if clashes or found.balance else ()
    return _template(language).render(
        found=found,
        result=result,
        order=order,
        who=who,
        heading=HEADINGS.get(result.status) or _heading(found),
        proof=proof(result),
        figures=list(_figures(found)),
        clashes=clashes,
        ways_out=ways_out,
        each_way=each_way,
        weights=_weights(order.weights),
        stages=[STAGES[stage] for stage in order.stages],
        pairs=[_pair(match, found.pairs[match.mentee], order.weights, who) for match in result.matches],
        left=[_left(one, found, who) for one in result.unmatched] if result.is_there else [],
        spare=[{"name": who(one.code), "why": left_over(one)} for one in result.spare] if result.is_there else [],
        balance=[_balance(row, cut_short=found.cut_short) for row in found.balance],
        without_balance=_without_balance(found.without_balance),
        recruits=None if found.recruits is None else [recruit(one) for one in found.recruits],
        offers=_offers(found.offers),
        uncounted=beside,
        notes=[note for note in notes if note not in beside],
        taken=_taken(order.taken_by),
        competing=_competing(found.competition) if found.competition else "",
        some=lambda codes: some(codes[:LISTED_MAX], len(codes), who),
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=8)
def _template(language: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEXTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    InTemplates(tongue(language)).teach(environment)
    return environment.get_template("match_report.html")


def _taken(by_rule: Mapping[str, int]) -> str:
    """Which rules rule out how many pairs; "" where none does."""
    told = [say("{rule} ({count})", rule=TAKEN[rule], count=count) for rule, count in by_rule.items() if count]
    return say("Ruled out: {rules}.", rules=together(told, ", ")) if told else ""


def _competing(short: Competition) -> str:
    """That there are too few places, whoever is paired with whom."""
    return say(
        "{mentees} mentees compete for {places}: nobody but these mentors may be theirs, so at least {n} of them stays "
        "without, whoever is paired with whom.",
        "{mentees} mentees compete for {places}: nobody but these mentors may be theirs, so at least {n} of them stay "
        "without, whoever is paired with whom.",
        n=short.lacking,
        mentees=len(short.mentees),
        places=say("{n} place", "{n} places", n=short.places),
    )


def _heading(found: Findings) -> str:
    matched, mentees = len(found.result.matches), found.result.mentees
    if not matched:
        return say("Nobody can be matched")
    if matched == mentees:
        return say("The mentee has a mentor", "All {n} mentees have a mentor", n=mentees)
    return say("{matched} of {mentees} mentees have a mentor", matched=matched, mentees=mentees)


def _figures(found: Findings) -> Iterable[tuple[str, str]]:
    scores, result = found.result.scores, found.result
    if scores:
        yield str(len(scores)), say("pair", "pairs", n=len(scores))
        yield f"{sum(scores) / len(scores):.0f}", say("mean score of 100")
        yield str(min(scores)), say("the weakest pair")
    left, free = result.mentees - len(scores), max(0, result.places - len(scores))
    if scores:
        yield str(left), say("mentee left over", "mentees left over", n=left)
        yield str(free), say("place left free", "places left free", n=free)
    else:
        yield str(left), say("mentee", "mentees", n=left)
        yield str(free), say("place with mentors", "places with mentors", n=free)


def _weights(weights: Mapping[str, int]) -> list[dict[str, Any]]:
    total = sum(weights.values()) or 1
    heavy = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"words": WEIGHED[name].title, "weight": weight, "percent": round(100 * weight / total)}
        for name, weight in heavy
        if weight
    ]


def _pair(match: ProposedPair, about: About, weights: Mapping[str, int], who: Who) -> dict[str, Any]:
    weighed = sorted((name for name in about.marks if weights.get(name)), key=lambda name: (-weights[name], name))
    return {
        "mentee": match.mentee,
        "mentor": match.mentor,
        "score": match.score,
        "reasons": reasons(match.reasons),
        "pinned": about.pinned,
        "against": together([BROKEN[rule] for rule in about.breaks], "; ") if about.breaks else "",
        "kept": about.kept,
        "marks": [(WEIGHED[name].title, about.marks[name]) for name in weighed],
        "others": [(who(one.mentor), one.score, _cost(one)) for one in about.alternatives],
    }


def _cost(one: Alternative) -> str:
    """What having this mentor instead would cost everybody."""
    if not one.possible:
        return say("no match keeps all rules with this pair")
    if one.points is None:
        return say("would cost more than points, or shows only when tried with --pin")
    if not one.exact:
        return _less(one.points) if one.points else say("may cost nothing")
    said = []
    if one.fewer:
        said.append(say("one mentee fewer would be matched", "{n} mentees fewer matched", n=one.fewer))
    if one.given_up:
        said.append(say("{n} earlier pair more given up", "{n} earlier pairs more given up", n=one.given_up))
    if one.points:
        points = abs(round(one.points, 1))
        said.append(
            say("{points} points less in all", points=points)
            if one.points > 0
            else say("{points} points more in all", points=points)
        )
    moved = (
        say("{n} other would move", "{n} others would move", n=one.others) if one.others else say("nobody else moves")
    )
    return together([*(said or [say("costs no points")]), moved], ", ")


def _less(points: float) -> str:
    return say("at least {points} points less in all", points=round(points, 1))


def _left(one: LeftOver, found: Findings, who: Who) -> dict[str, Any]:
    """Somebody left over; `helps` is None where what would help was not worked out."""
    remedies = found.would_help.get(one.code)
    helps = None if remedies is None else [remedy(way, who) for way in remedies]
    return {"name": who(one.code), "why": left_over(one), "helps": helps}


def _balance(row: Weighted, *, cut_short: bool) -> dict[str, Any]:
    reached = say("{reached} of {of}", reached=row.reached, of=row.of)
    if row.asked.rule == "share_at_least" and row.of:
        percent = round(100 * row.reached / row.of)
        reached = say("{reached} of {of} ({percent} %)", reached=row.reached, of=row.of, percent=percent)
    gains = (
        (say("without the rule"), row.without),
        (say("one less"), row.one_less),
        (say("one more"), row.one_more),
    )
    return {
        "label": counted(row.counted),
        "asked": asks_of(row.asked, row.on),
        "reached": reached,
        "price": _price(row.price, cut_short=cut_short),
        "gains": [(words, _gain(gain)) for words, gain in gains if gain is not None],
    }


def _without_balance(gain: Gain | None) -> str:
    """What the rules cost together."""
    return say("Without any of these rules: {gain}.", gain=_gain(gain)) if gain else ""


def _price(price: float | None, *, cut_short: bool) -> str:
    """What only the proof tells of a rule that was not solved anew."""
    if price is None and cut_short:
        return say("may cost something; not worked out in the time there was")
    if price is None:
        return say("may cost something; not worked out in a match of this size")
    return say("at most {points} points for one more", points=price) if price else say("costs nothing, by the proof")


def _gain(gain: Gain) -> str:
    if not gain.possible:
        return say("no match would be left")
    said = []
    if gain.mentees:
        said.append(say("{change} mentee", "{change} mentees", n=abs(gain.mentees), change=f"{gain.mentees:+}"))
    if gain.points:
        said.append(say("{change} points", change=f"{gain.points:+.1f}"))
    return together(said, ", ") if said else say("changes nothing")


def _offers(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """What each further pair given up buys, counted from the fewest."""
    return [{"changes": one.changes, "points": one.points, "more": one.points - offers[0].points} for one in offers]
