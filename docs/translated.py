"""Translated: what a language still lacks, and what is wrong in what it has: catalogue, letters, documents.

A translation fills the same blanks, holds the same markup and code, and has every plural form; a letter or a document
speaks of the same facts as the English one, under the same headers. Nothing here translates.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog

from documents.shelf import TEXTS
from notifications import letters
from words import ENGLISH
from words.catalogues import catalogue, template, unsaid

KEPT = re.compile(r"<[^<>]*>|`[^`]*`|(?<![\w-])--[a-z][\w-]*|MENTORING_\w+")
"""What stays as it is in any language: markup, code, options, settings."""


def lacking(language: str) -> dict[str, list[str]]:
    """What nobody has translated yet: texts, letters as "mentee/paired", documents by their files."""
    files = {path.name for path in (TEXTS / ENGLISH).glob("*.typ")}
    return {
        "texts": list(unsaid(language)),
        "letters": sorted(letters.LETTERS - letters.letters_in(language)),
        "documents": sorted(files - {path.name for path in (TEXTS / language).glob("*.typ")}),
    }


def mistakes_of(language: str) -> list[str]:
    """Everything that is wrong in what a language has."""
    known = catalogue(language)
    return [
        *unused_in(known, template()),
        *mistakes_in(known),
        *mistakes_in_letters(language),
        *mistakes_in_documents(language),
    ]


# --- texts --------------------------------------------------------------------------------------------------------


def unused_in(known: Catalog, wanted: Catalog) -> list[str]:
    """Texts of a catalogue that nothing says any more."""
    used = {(_ids(message)[0], message.context) for message in wanted}
    said = [message for message in (*known, *known.obsolete.values()) if message.id]
    return [f"“{_ids(one)[0]}” is not used any more" for one in said if (_ids(one)[0], one.context) not in used]


def mistakes_in(known: Catalog) -> list[str]:
    """What is wrong in a catalogue: other blanks or markup than the text has, a plural form that is missing."""
    found = []
    for message in known:
        strings: list[str | None] = [*message.string] if isinstance(message.string, list | tuple) else [message.string]
        if message.id and not message.fuzzy and any(strings):
            found += [f"“{_ids(message)[0]}” {wrong}" for wrong in _wrong(_ids(message), strings, known.num_plurals)]
    return found


def _ids(message: object) -> list[str]:
    ids = message.id  # type: ignore[attr-defined]
    return [ids] if isinstance(ids, str) else list(ids)


def _wrong(ids: list[str], strings: list[str | None], forms: int) -> Iterator[str]:
    if len(ids) > 1 and (len(strings) != forms or not all(strings)):
        yield f"needs {forms} plural forms"
    for n, words in enumerate(strings):
        yield from _unlike(
            ids[min(n, 1) if len(ids) > 1 else 0], ids, words or "", spoken_of_one=len(ids) > 1 and n == 0
        )


def _unlike(text: str, ids: list[str], words: str, *, spoken_of_one: bool) -> Iterator[str]:
    try:
        blanks, wanted = _blanks(words), _blanks(text)
    except ValueError:
        yield "has braces that do not close"
        return
    anywhere = set().union(*(_blanks(one) for one in ids))
    yield from (f"has no blank {{{name}}}" for name in sorted(set(blanks) - anywhere))
    if not spoken_of_one and words:  # "one month" needs no figure
        yield from (f"lost its blank {{{name}}}" for name in sorted(set(wanted) - set(blanks)))
    if words and Counter(KEPT.findall(words)) != Counter(KEPT.findall(text)):
        yield "has other markup or code in it"
    if words and (text[:1].isspace(), text[-1:].isspace()) != (words[:1].isspace(), words[-1:].isspace()):
        yield "begins or ends with a blank, or does not"


def _blanks(words: str) -> list[str]:
    """The blanks of a text; one with a format of its own is written out, as no text of ours has any."""
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(words)
        if name is not None
    ]


# --- letters and documents ----------------------------------------------------------------------------------------

IN_LETTERS = re.compile(r"{{.*?}}|{%.*?%}|\]\((?:[^()]|\([^()]*\))*\)")
OWN_WORDS = re.compile(r'(?<=count_of\()[^()]*(?=\))|(?<=after\()"[^"]*"')
"""What a letter's own words are inside a placeholder: forms of a noun, and a preposition."""
IN_DOCUMENTS = re.compile(r"\b(?:facts|row|figure|condition|topic|asked)(?:\.\w+)+")


def mistakes_in_letters(language: str) -> list[str]:
    """Letters with other headers, or that speak of other facts than the English ones."""
    return _compared(letters.ROOT, language, "*/*.md", _of_a_letter)


def mistakes_in_documents(language: str) -> list[str]:
    """Documents that speak of other facts than the English ones."""
    return _compared(TEXTS, language, "*.typ", _of_a_document)


def _of_a_letter(text: str) -> Counter[str]:
    head, _, body = text.partition("\n\n")
    headers = [line.partition(":")[0] for line in head.splitlines()]
    kept = [line for line in head.splitlines() if not line.startswith(("subject:", "because:"))]
    return Counter([*headers, *kept, *(OWN_WORDS.sub("…", found) for found in IN_LETTERS.findall(f"{head}\n{body}"))])


def _of_a_document(text: str) -> Counter[str]:
    return Counter(set(IN_DOCUMENTS.findall(text)))


def _compared(root: Path, language: str, pattern: str, parts: Callable[[str], Counter[str]]) -> list[str]:
    found = []
    for path in sorted((root / language).glob(pattern)):
        name = path.relative_to(root / language)
        english = root / ENGLISH / name
        if not english.exists():
            found.append(f"{name} is not used: English has none")
            continue
        wanted, there = (parts(one.read_text(encoding="utf-8")) for one in (english, path))
        found += [f"{name} lacks {part}" for part in sorted(wanted - there)]
        found += [f"{name} has {part}, and English has not" for part in sorted(there - wanted)]
    return found
