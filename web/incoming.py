"""Incoming: what a browser sent, put together by question. Checks nothing: the form does (domain/forms).

Names on the page: `topics` for plain fields and lists, `tracks.1` for the first place of a ranking, `importance.path`
for one option, `plan.0.topics` for a cell of a table. Names that start with `_` belong to the page, not to the form.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.exceptions import HTTPException

from domain.forms.content import YES_WORDS
from domain.text import clean_text
from web.fields import ROWS_MAX, Field
from web.limits import FIELD_MAX, FIELDS_MAX, FILES_MAX


async def posted(request: Request) -> AsyncIterator[FormData]:
    """The body of a POST, within the limits; a broken one is answered with 400 and a page."""
    async for form in parts_of(request):
        yield form


async def parts_of(request: Request, field_max: int = FIELD_MAX) -> AsyncIterator[FormData]:
    """As `posted`, with a limit of its own for one field."""
    try:
        form = await request.form(max_files=FILES_MAX, max_fields=FIELDS_MAX, max_part_size=field_max)
    except (ValueError, LookupError) as error:  # a charset that Python knows and that is none, a broken header
        raise HTTPException(400) from error
    request.state.sent = form  # for the page that refuses it (kept_words.py)
    try:
        yield form
    finally:
        await form.close()


def content_of(sent: FormData | QueryParams, fields: Iterable[Field], *, whole: bool = True) -> dict[str, Any]:
    """What was sent, by field. `whole`: a field that is not there was left empty; else it was not asked.

    Files are not part of it (`files_of`), nor names beginning with "_"; names that no field has are kept for the form
    to refuse.
    """
    texts = _texts(sent)
    content: dict[str, Any] = {}
    known: set[str] = set()
    for field in fields:
        names = [name for name in texts if name == field.name or name.startswith(f"{field.name}.")]
        known.update(names)
        if field.widget == "upload" or (not names and not whole):
            continue
        content[field.name] = _value(field, texts, names)
    if whole:
        strangers = [name for name in texts if name not in known and not name.startswith("_")]
        content |= {name: texts[name][0] for name in strangers}
    return content


def files_of(sent: FormData, fields: Iterable[Field]) -> dict[str, UploadFile]:
    """The files that came along, by field; an input left empty sends a file without a name."""
    names = {field.name for field in fields if field.widget == "upload"}
    return {
        name: value
        for name, value in sent.multi_items()
        if name in names and isinstance(value, UploadFile) and value.filename
    }


def word(sent: FormData, name: str) -> str:
    """One of the page's own fields."""
    value = sent.get(name)
    return clean_text(value) if isinstance(value, str) else ""


def number(sent: FormData, name: str) -> int:
    """One of the page's own numbers; 0 when it is none."""
    text = word(sent, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def words_in(sent: FormData) -> list[str]:
    """What somebody wrote, as far as it would be a pity to lose: no codes, and nothing that the page itself sends along."""
    texts = ((name, text) for name, text in sent.multi_items() if isinstance(text, str) and not name.startswith("_"))
    return [text for name, text in texts if name != "list" and (len(text.split()) > 1 or "@" in text or "://" in text)]


def _texts(sent: FormData | QueryParams) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            texts.setdefault(clean_text(name), []).append(clean_text(value))
    return texts


def _value(field: Field, texts: Mapping[str, list[str]], names: list[str]) -> Any:
    last = texts[field.name][-1] if field.name in texts else ""
    match field.widget:
        case "yes":
            return last.casefold() in YES_WORDS
        case "choices":
            return [code for code in texts.get(field.name, []) if code]
        case "ranking":
            places = [texts[name][-1] for name in sorted(names, key=_place) if name != field.name]
            return [code for code in [*texts.get(field.name, []), *places] if code]
        case "importance":
            return {name.partition(".")[2]: texts[name][-1] for name in names if name != field.name and texts[name][-1]}
        case "rows":
            return _rows(texts, names, field.most or ROWS_MAX)
    return last


def _place(name: str) -> tuple[int, str]:
    end = name.rpartition(".")[2]
    return (int(end) if end.isascii() and end.isdigit() and len(end) < 6 else 0), name


def _rows(texts: Mapping[str, list[str]], names: list[str], most: int) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for name in names:
        _, _, place = name.partition(".")
        number, _, column = place.partition(".")
        if column and number.isascii() and number.isdigit() and int(number[:6]) < most:
            rows.setdefault(int(number), {})[column] = texts[name][-1]
    return [row for _, row in sorted(rows.items()) if any(row.values())]
