"""Letters: find, parse, render. Does not decide who gets one (domain/rules) nor send it (postman).

A letter is letters/<language>/<folder>/<matter>.md: header lines (`subject:`, `because:`, and where they apply
`calendar: request` or `calendar: cancel`, `attach: <kind of document>`, `optional: yes`), an empty line, then Markdown with
placeholders. Text and HTML come from that one source. A letter is in the language of its reader, and in English where that
language lacks it: the whole letter, never a part. Whatever a placeholder puts in is literal: no markup, no link, no HTML can
come from what people typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Literal, get_args

from jinja2 import Environment, StrictUndefined, Template, UndefinedError

from domain.cohort import Cohort
from domain.lifecycles import DocumentState
from domain.messages import BY_HAND, MORNING, Message, Rendered, Wording
from domain.saying import say, together
from domain.text import clean_line
from notifications import calendar
from notifications.facts import AllThatWaits, Facts, Links, facts_of, in_this_cohort
from notifications.filters import MissingFact, filters
from notifications.markdown import Trusted, literal
from notifications.meetings import gathering_for, session_for
from notifications.one_letter import piece_of
from notifications.pieces import Plain, mistakes_in, plain_of, source_of
from notifications.sheet import Sheet, laid_out
from words import ENGLISH, Tongue, tongue

ROOT = Path(__file__).parent / "letters"


@cache
def letters_in(language: str) -> frozenset[str]:
    """The letters that a language has, as "mentee/paired"."""
    folder = ROOT / language
    return frozenset(str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*.md"))


LETTERS = letters_in(ENGLISH)
Header = Literal["subject", "because", "calendar", "attach", "optional"]


class LetterMistake(ValueError):
    """A letter's file cannot be used; the message names the file and what to change."""


@dataclass(frozen=True)
class Letter:
    """One parsed letter. `calendar` is "", REQUEST or CANCEL; `attach` a kind of document or ""."""

    name: str
    spoken: Tongue
    subject: Template
    because: Template
    body: Template
    calendar: str = ""
    attach: str = ""
    optional: bool = False


@lru_cache(maxsize=32)
def _environment(spoken: Tongue, show: Callable[[Tongue, Any], str]) -> Environment:
    # Not HTML: each placeholder is escaped for Markdown by `finalize`, and Markdown is rendered with HTML switched off.
    found = Environment(
        undefined=StrictUndefined,
        finalize=partial(show, spoken),
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )
    found.filters.update(filters(spoken))
    return found


def _shown(spoken: Tongue, value: Any) -> str:
    """A fact inside Markdown: literal, unless it is an address of the office."""
    if value is None:
        raise MissingFact("a fact that is not set yet")
    return value if isinstance(value, Trusted) else literal(spoken.written(value))


def _shown_in_line(spoken: Tongue, value: Any) -> str:
    if value is None:
        raise MissingFact("a fact that is not set yet")
    return clean_line(spoken.written(value))


@lru_cache(maxsize=1024)
def letter(name: str, language: str = ENGLISH) -> Letter:
    """The letter of this name, compiled once; in English where the language lacks it. LetterMistake when there is none or
    its file cannot be used."""
    return parse(name, *_source(name, language))


def _source(name: str, language: str) -> tuple[str, str]:
    """The text of a letter's file, and its language."""
    language = language if name in letters_in(language) else ENGLISH
    if name not in letters_in(language):
        raise LetterMistake(f"notifications/letters/{language} has no {name}.md")
    return (ROOT / language / f"{name}.md").read_text(encoding="utf-8"), language


@lru_cache(maxsize=256)
def plain(name: str, language: str = ENGLISH) -> Plain:
    """The letter of this name as people can change it."""
    head, _, body = _source(name, language)[0].partition("\n\n")
    (subject,) = (line.partition(":")[2].strip() for line in head.splitlines() if line.startswith("subject:"))
    return plain_of(subject, body.strip())


@lru_cache(maxsize=256)
def worded(name: str, language: str, wording: Wording) -> Letter:
    """The letter in somebody's own words; LetterMistake when they do not fit it."""
    standard, known = letter(name, language), plain(name, language)
    if mistakes := mistakes_in(known, wording):
        raise LetterMistake(f"{name}, in words of its own: {mistakes[0]}")
    return replace(
        standard,
        subject=_environment(standard.spoken, _shown_in_line).from_string(source_of(known, wording.subject)),
        body=_environment(standard.spoken, _shown).from_string(source_of(known, wording.body)),
    )


def parse(name: str, source: str, language: str = ENGLISH) -> Letter:
    """A letter from the text of its file."""
    spoken = tongue(language)
    head, _, body = source.partition("\n\n")
    headers: dict[str, str] = {}
    for number, line in enumerate(head.splitlines(), start=1):
        header, colon, value = line.partition(":")
        if not colon or header not in get_args(Header):
            known = ", ".join(get_args(Header))
            raise LetterMistake(f"{name}.md, line {number}: begin with one of {known}, then a colon")
        headers[header] = value.strip()
    if missing := [header for header in ("subject", "because") if not headers.get(header)]:
        raise LetterMistake(f"{name}.md: the line {missing[0]}: is missing")
    return Letter(
        name,
        spoken,
        _environment(spoken, _shown_in_line).from_string(headers["subject"]),
        _environment(spoken, _shown_in_line).from_string(headers["because"]),
        _environment(spoken, _shown).from_string(body.strip()),
        headers.get("calendar", "").upper(),
        headers.get("attach", ""),
        headers.get("optional") == "yes",
    )


def render(cohort: Cohort, message: Message, links: Links, all_that_waits: AllThatWaits = in_this_cohort) -> Rendered:
    """The letter as its reader will see it. One that cannot be written has a `failure` naming the missing fact."""
    try:
        chosen = _chosen(cohort, message)
        facts = facts_of(cohort, message, links, all_that_waits)
        return _written(chosen, cohort, message, facts)
    except (UndefinedError, MissingFact) as error:
        why = f"it needs {error}" if isinstance(error, MissingFact) else error.message
        return _failed(message, why or "a fact is missing")
    except LetterMistake as error:
        return _failed(message, str(error))
    except Exception as error:
        return _failed(message, type(error).__name__)


def _chosen(cohort: Cohort, message: Message) -> Letter:
    """The letter in the language of its reader, and in the words that somebody gave to this message or, in the language of
    the cohort, to all of its kind."""
    language = cohort.language_of(message.to)
    standard = letter(message.letter, language)
    if message.letter in BY_HAND:
        return standard
    own = message.wording
    if own is None and standard.spoken is letter(message.letter, cohort.language).spoken:
        own = cohort.wordings.get(message.letter)
    return standard if own is None else worded(message.letter, language, own)


def _failed(message: Message, why: str) -> Rendered:
    about = message.about or "the cohort"
    return Rendered("", "", "", failure=f"{message.letter} about {about} could not be written: {why}")


def _written(chosen: Letter, cohort: Cohort, message: Message, facts: Facts) -> Rendered:
    subject, because, body = chosen.subject.render(facts), chosen.because.render(facts), chosen.body.render(facts)
    first, second = (clean_line(chosen.spoken.written(line)) for line in _signature(cohort, facts))
    sheet = Sheet(
        subject=subject,
        body=body,
        because=because,
        signature=(first, second),
        page=facts["page"] or "",
        optional=chosen.optional,
        to_the_desk=facts["role"] == "coordinator",
    )
    text, html = laid_out(sheet, chosen.spoken)
    attachments = _attachments(chosen, cohort, message, facts)
    return Rendered(
        subject,
        text,
        html,
        _calendar(chosen, cohort, message, facts),
        chosen.calendar,
        attachments,
        tells=tuple(told for one in facts["waiting"]() for told in one.tells) if message.letter == MORNING else None,
        # What a coordinator wrote by hand is a letter of its own.
        piece=None if message.letter in BY_HAND else piece_of(sheet, chosen.spoken.language, attachments),
    )


def _signature(cohort: Cohort, facts: Facts) -> tuple[str, str]:
    """Participants hear from their coordinator, coordinators from the office; both of the organisation that runs it."""
    first = say("Your mentoring office") if facts["role"] == "coordinator" else facts["coordinator"].name
    runs_it = cohort.policy.organisation.name
    return first, together((cohort.name, runs_it), ", ") if runs_it else cohort.name


def _calendar(chosen: Letter, cohort: Cohort, message: Message, facts: Mapping[str, Any]) -> str:
    if not chosen.calendar:
        return ""
    meeting = _meeting(cohort, message.to, facts, chosen.spoken)
    organizer, answers = _organizer(cohort, message, facts)
    method: calendar.Method = "CANCEL" if chosen.calendar == "CANCEL" else "REQUEST"
    # What is cancelled may be so for the reader alone; to a date come all.
    people = [facts["to"], *(facts.get("others", ()) if method == "REQUEST" else ())]
    attendees = [calendar.Attendee(person.name, person.email) for person in people if person.email]
    return calendar.entry(meeting, method, organizer, attendees, message.written_at, answers=answers)


def _organizer(cohort: Cohort, message: Message, facts: Mapping[str, Any]) -> tuple[calendar.Attendee, bool]:
    """Under whom the entry went out at first, which does not change while the entry lives; and whether the office reads what
    a calendar answers. Each reader answers to an address of their own, by which the office knows whose answer it is."""
    known = cohort.sessions.get(message.about) or cohort.attendances.get(f"{message.about}:{message.to}")
    if known is None or known.organizer is None:
        lead = cohort.in_charge(message.written_at)
        return calendar.Attendee(lead.name, lead.email), False
    one = known.organizer
    about = facts["session"].id if "session" in facts else facts["gathering"].id
    email = facts["answers_at"](one.answers_to, about) if one.answers_to else one.email
    return calendar.Attendee(one.name, email), bool(one.answers_to)


def _meeting(cohort: Cohort, to: str, facts: Mapping[str, Any], spoken: Tongue) -> calendar.Meeting:
    if "session" in facts:
        return session_for(cohort, to, cohort.sessions[facts["session"].id], facts["way"], spoken)
    return gathering_for(cohort, to, cohort.gatherings[facts["gathering"].id], facts["way"], spoken)


def _attachments(chosen: Letter, cohort: Cohort, message: Message, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The id of the printed document that goes along: the newest version of what the letter is about, the one it is
    about, the reader's own, or the role's."""
    if not chosen.attach:
        return ()
    of_theirs = f"{chosen.attach}:{message.about}:{message.to}:"
    versions = sorted((key for key in cohort.documents if key.startswith(of_theirs)), reverse=True)
    for key in (*versions, message.about, f"{chosen.attach}:{message.to}", f"{chosen.attach}:{facts['role']}s"):
        document = cohort.documents.get(key)
        if document and document.kind == chosen.attach and document.state is DocumentState.PRINTED:
            return (document.id,)
    raise MissingFact(f"the printed {chosen.attach}")
