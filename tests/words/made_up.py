"""Made up: a language made from English, in Cyrillic letters and brackets, so that what nobody translated stays Latin.

It has a catalogue, letters and documents, in a folder that is gone after the test. Its days and plural forms are Polish.
"""

import re
import shutil
from html.parser import HTMLParser

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from documents import handover, match_report, press, shelf
from domain.forms import FORMS
from domain.forms.form import meta
from domain.match.facts import Reason
from notifications import letters
from web import look
from words import catalogues
from words.tongues import tongue

LANGUAGE = "pl"
KEPT = re.compile(r"<code>.*?</code>|<[^>]*>|&\w+;|{\w+}|`[^`]*`|https?://\S+|MENTORING_\w+|--[a-z][\w-]*|\[.*?\]")
LATIN = re.compile(r"[A-Za-z]{2,}")
STRANGE = {ord(chr(a + n)): chr(b + n) for a, b in ((ord("a"), 0x430), (ord("A"), 0x410)) for n in range(26)}
SHOWN = (
    "title",
    "aria-label",
    "alt",
    "placeholder",
    "data-kept",
    "data-stale",
    "data-left",
    "data-over",
    "data-too-big",
)
SAME_EVERYWHERE = {"PDF", "UTC"}


def strange(words):
    """The text with every letter strange, but for what a translator leaves alone: markup, blanks, code."""
    made, at = "", 0
    for found in KEPT.finditer(words):
        made += words[at : found.start()].translate(STRANGE) + found[0]
        at = found.end()
    return f"⟦{made}{words[at:].translate(STRANGE)}⟧"


CACHED = (
    *(tongue, catalogues.translations, catalogues.unsaid, look.environment),
    *(letters.letter, letters.letters_in, letters._environment, match_report._template, handover._template),
)


def spoken(monkeypatch, folder):
    """Have the house speak it: catalogue, letters, documents."""
    for cached in CACHED:
        cached.cache_clear()
    template = catalogues.template()
    monkeypatch.setattr(catalogues, "ROOT", folder / "words")
    monkeypatch.setattr(letters, "ROOT", _letters(folder / "letters"))
    texts = _documents(folder / "texts")
    monkeypatch.setattr(shelf, "TEXTS", texts)
    monkeypatch.setattr(press, "TEXTS", texts)
    place = catalogues.place_of(LANGUAGE)
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_po(file, _catalogue(template))


def silent():
    """Forget it again."""
    for cached in CACHED:
        cached.cache_clear()


def _catalogue(template):
    made = Catalog(locale=LANGUAGE, domain="mentoring", fuzzy=False)
    for message in template:
        if isinstance(message.id, tuple | list):
            forms = tuple(strange(message.id[n > 0]) for n in range(made.num_plurals))
            made.add(tuple(message.id), forms, context=message.context)
        elif message.id:
            made.add(message.id, strange(message.id), context=message.context)
    return made


# --- letters and documents ----------------------------------------------------------------------------------------

HEADER = re.compile(r"^(subject|because): (.*)$", re.MULTILINE)
OURS_IN_JINJA = re.compile(r'"([^"]*[a-z]{2}[^"]*)"')
NOT_WORDS = re.compile(r"{{.*?}}|{%.*?%}|\]\(.*?\)")


def _letters(folder):
    shutil.copytree(letters.ROOT, folder)
    for path in sorted((folder / "en").glob("*/*.md")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        made = folder / LANGUAGE / path.parent.name / path.name
        made.parent.mkdir(parents=True, exist_ok=True)
        head = HEADER.sub(lambda line: f"{line[1]}: {_letter(line[2])}", head)
        made.write_text(f"{head}\n\n{_letter(body)}", encoding="utf-8")
    return folder


def _letter(words):
    made, at = "", 0
    for found in NOT_WORDS.finditer(words):
        made += words[at : found.start()].translate(STRANGE)
        made += _filters(found[0]) if found[0].startswith("{") else found[0]
        at = found.end()
    return made + words[at:].translate(STRANGE)


def _filters(placeholder):
    """Nouns and prepositions that a letter gives to a filter are its own words."""
    if "count_of" in placeholder or "after" in placeholder:
        return OURS_IN_JINJA.sub(lambda text: f'"{text[1].translate(STRANGE)}"', placeholder)
    return placeholder


def _documents(folder):
    """The same texts once more: words and program stand too close in them, and each language has files of its own."""
    shutil.copytree(shelf.TEXTS, folder)
    shutil.copytree(folder / "en", folder / LANGUAGE)
    return folder


# --- what is left -------------------------------------------------------------------------------------------------


class Shown(HTMLParser):
    """What a page says, to eyes and to ears."""

    def __init__(self, page):
        super().__init__()
        self.open, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "meta", "link", "br", "img", "path", "circle"):
            self.open.append(tag)
        self.words += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, words):
        if not {"script", "style", "code", "svg", "textarea"} & set(self.open):
            self.words.append(words)


def left_latin(words, typed):
    """The Latin words of these texts that are neither somebody's own nor a day or a month."""
    own = {word for text in _of_the_language() for word in LATIN.findall(text)}
    known = SAME_EVERYWHERE | own | {word.capitalize() for word in own}
    found = []
    for text in words:
        left = without_typed(text, typed)
        if strangers := [word for word in LATIN.findall(left) if word not in known]:
            found.append(f"{' '.join(strangers)} in {' '.join(text.split())!r}")
    return found


def without_typed(text, typed):
    """A text without addresses, codes and what somebody typed."""
    left = re.sub(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?", " ", text)
    for own in sorted(typed, key=len, reverse=True):
        words = r"\s+".join(re.escape(word) for word in own.split())  # a letter breaks its lines
        left = re.sub(rf"(?<![A-Za-z]){words}(?![A-Za-z])", " ", left) if words else left
    return re.sub(r"\b[MNPG][\w.-]*\d\b", " ", left)


def _of_the_language():
    """What CLDR knows and no catalogue: days, months, "or", and what languages call themselves."""
    locale = catalogues.locale_of(LANGUAGE)
    for table in (locale.months["format"], locale.days["format"]):
        yield from (text for kind in ("wide", "abbreviated") for text in table[kind].values())
    yield from locale.list_patterns["or"].values()
    yield from (tongue(code).own_name for code in catalogues.languages())


def typed_in(cohort):
    """What people typed in this cohort, and what its plan calls things."""
    said = {cohort.name, cohort.code, cohort.zone, cohort.zone.replace("_", " "), cohort.policy.title}
    said |= {text for one in cohort.coordinators for text in (one.name, one.name.split()[0], one.email)}
    for person in cohort.participants.values():
        said |= {person.name, person.first_name, person.email, person.time_zone}
    for kind in (
        cohort.materials,
        cohort.gatherings,
        cohort.sessions,
        cohort.escalations,
        cohort.proposals,
        cohort.pairs,
    ):
        said |= {text for record in kind.values() for text in _texts(record, FREE)}
    matches = [match for proposal in cohort.proposals.values() if proposal.result for match in proposal.result.matches]
    reasons = [reason for match in matches for reason in match.reasons if isinstance(reason, Reason)]
    said |= {
        word for reason in reasons if reason.criterion in ("skills", "goals", "interests") for word in reason.shared
    }
    for one in cohort.applications.values():
        said |= {one.note}
        for form, answers in (
            (f"{one.role.value}_application", one.answers),
            (f"reflection_{one.role.value}", one.reflection),
        ):
            asked = FORMS[form].model_fields
            free = {
                name for name in answers if name in asked and meta(asked[name])["widget"] in ("line", "text", "email")
            }
            said |= set(_texts({name: answers[name] for name in free}, free))
    return {text for text in said if len(text) > 1}


FREE = {
    *("title", "hint", "note", "place", "objectives", "summary", "next_step", "exception", "goals"),
    *("frequency", "way_of_working", "purpose", "hopes", "cancel_notice", "mentor_learns", "helped_if", "topics"),
    *("preparation", "hoped_result", "words", "agenda", "material"),
}
"""Fields that hold somebody's words."""


def _texts(record, names, inside=False):
    """The texts in these fields, however deep they lie."""
    if isinstance(record, str):
        yield from [record] if inside else []
    elif isinstance(record, list | tuple):
        for one in record:
            yield from _texts(one, names, inside)
    else:
        fields = record if isinstance(record, dict) else getattr(record, "__dict__", {})
        for name, value in fields.items():
            yield from _texts(value, names, inside or name in names)
