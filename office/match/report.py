"""Match report: the proposals of a cohort for the dashboard. Codes, counts and values only: no names and no words, not
even the names of balance rules, which a coordinator typed."""

from collections import Counter
from collections.abc import Iterator

from documents.match_report import STAGES
from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.balance_row import SIDES, TRAITS
from domain.forms.matching_terms import MODES
from domain.forms.proposing import newest
from domain.match.facts import Funnel, MatchResult, Value
from domain.match.words.balance import asks, so_many
from domain.match.words.proof import verdict
from domain.match.words.rules import TAKEN
from domain.proposals import Proposal
from domain.saying import say, together
from domain.states import PROPOSALS
from office.cohort_tables import day, markdown_table
from office.match.standing import standing
from words import tongue

IN_POINTS = ("score", "max_min")


def matching_report(cohort: Cohort) -> str:
    """The newest proposal with its proof, values, balance and who is left over by reason; the others in a line each. In the
    language of the cohort."""
    spoken, last = tongue(cohort.language), newest(cohort)
    if last is None:
        return spoken.say(titled("#", say("{code}: no match was ordered yet", code=cohort.code)))
    others = sorted((p for p in cohort.proposals.values() if p is not last), key=lambda proposal: -proposal.number)
    counted = say("{code}: {n} proposal", "{code}: {n} proposals", n=len(cohort.proposals), code=cohort.code)
    lines = [titled("#", counted), "", say("Mode: {mode}.", mode=MODES[cohort.policy.matching.mode]), *_rounds(cohort)]
    lines += [*_proposal(last, cohort), *_earlier(others, cohort)]
    return "\n".join(map(spoken.say, lines))


def _rounds(cohort: Cohort) -> Iterator[str]:
    for told in standing(cohort).rounds:
        answered = say(
            "Round of {name}: {n} of {asked} has answered.",
            "Round of {name}: {n} of {asked} have answered.",
            n=told.answered,
            name=told.name,
            asked=told.asked,
        )
        yield together((answered, say("Until {day}.", day=day(told.until, cohort))), " ") if told.until else answered


def _earlier(others: list[Proposal], cohort: Cohort) -> list[str]:
    rows = [
        (p.id, PROPOSALS[p.state], day(p.ordered_at, cohort), str(len(p.matches)), str(len(p.unmatched)))
        for p in others
    ]
    heads = (say("Proposal"), say("State"), say("Ordered"), say("Pairs"), say("Left over"))
    return ["", titled("##", say("Earlier proposals")), *markdown_table(heads, rows, cohort.language)] if rows else []


def _proposal(proposal: Proposal, cohort: Cohort) -> Iterator[str]:
    found, language = proposal.result, cohort.language
    ordered = day(proposal.ordered_at, cohort)
    head = say("{id}: {state}, ordered {day}", id=proposal.id, state=PROPOSALS[proposal.state], day=ordered)
    yield from ["", titled("##", head), ""]
    spare = len(found.spare) if found else 0
    counts = say(
        "{pairs}, {left}, {spare}; by hand {fixed} and {forbidden}.",
        pairs=say("{n} pair", "{n} pairs", n=len(proposal.matches)),
        left=say("{n} person left over", "{n} people left over", n=len(proposal.unmatched)),
        spare=say("{n} mentor to spare", "{n} mentors to spare", n=spare),
        fixed=say("{n} pair fixed", "{n} pairs fixed", n=len(proposal.pins)),
        forbidden=say("{n} forbidden", "{n} forbidden", n=len(proposal.forbidden)),
    )
    yield together((counts, verdict(found)), " ") if found else counts
    if found is None:
        return
    pairs = ((match.mentor, match.mentee, str(match.score)) for match in found.matches)
    asked = (say("Rule"), say("Counts"), say("Asks"), say("Reached"), say("Price in points"))
    values = (say("Stage"), say("Value"), say("Bound"))
    yield from _section(language, (say("What"), say("Number")), _numbers(found))
    yield from _section(language, values, _stages(found), say("Values by stage, scores in points of 100"))
    yield from _section(language, asked, _balance(found), say("Balance"))
    yield from _section(
        language, (say("What took the choice away"), say("People")), _reasons(found), say("Left over, by reason")
    )
    yield from _section(language, (say("Mentor"), say("Mentee"), say("Score")), pairs, say("Pairs"))
    if found.unmatched:
        left_over = together((one.code for one in found.unmatched), ", ")
        yield from ["", say("Left over: {people}", people=left_over)]


def titled(sign: str, words: str) -> str:
    """A heading in Markdown."""
    return together((sign, words), " ")


def _section(language: str, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], title: str = "") -> Iterator[str]:
    """A table with its title; nothing when it has no rows."""
    table = list(rows)
    if table:
        yield from ["", titled("###", title)] if title else []
        yield from markdown_table(heads, table, language)


def _numbers(found: MatchResult) -> Iterator[tuple[str, str]]:
    yield say("Mentees"), str(found.mentees)
    yield say("Mentors"), str(found.mentors)
    yield say("Places"), str(found.places)
    yield say("Possible pairs"), str(found.possible_pairs)
    yield say("Matched"), str(len(found.matches))
    if scores := found.scores:
        yield say("Mean score"), str(round(sum(scores) / len(scores), 1))
        yield say("Worst score"), str(min(scores))
    if weighed := [name for name in WEIGHED if found.weights.get(name)]:
        told = (together((WEIGHED[name].title, str(found.weights[name])), " ") for name in weighed)
        yield say("Weights"), together(told, ", ")


def _stages(found: MatchResult) -> Iterator[tuple[str, str, str]]:
    for stage, value in found.value.items():
        yield STAGES.get(stage, stage), _shown(stage, value), _shown(stage, found.bound.get(stage))


def _shown(stage: str, value: Value) -> str:
    if isinstance(value, int) and stage in IN_POINTS:
        return f"{value / 100:g}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "-" if value is None else str(value)


def _balance(found: MatchResult) -> Iterator[tuple[str, ...]]:
    """By number and trait: what the rules are called is the coordinator's, and values may name an employer."""
    for number, row in enumerate(found.balance, 1):
        whom = say("{trait} ({people})", trait=TRAITS.get(row.counted.trait, row.counted.trait), people=SIDES[row.on])
        yield str(number), whom, asks(row.asked), so_many(row), f"{row.price:g}"


def _reasons(found: MatchResult) -> Iterator[tuple[str, str]]:
    """How many of those left over each rule took somebody away from."""
    taken = Counter(rule for one in found.unmatched if isinstance(one.why, Funnel) for rule, _ in one.why.taken)
    for rule, count in taken.most_common():
        yield TAKEN[rule], str(count)
