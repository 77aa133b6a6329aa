"""Plain: the text of an HTML mail, line by line as it was seen; and somebody's own words without the letter they quote."""

import re
from html.parser import HTMLParser

BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr", "ul", "ol", "table"}
)
UNSEEN = frozenset({"style", "script", "head", "title", "template"})
QUOTED = re.compile(r"^[\s|]*>")
SAYS_A_FIELD = re.compile(
    r"^\W*[^\W\d_][\w\- ]{1,20}\s?:\s"
)  # "From: …", "Gesendet: …", above a letter that is quoted whole
HEAD_LINES_MAX = 8
LINE_MIN = 12  # letters; anything shorter could stand in the middle of any text, and is quoted as a whole line only


def in_plain_text(html: str) -> str:
    """The text of a page, without tags."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.seen).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects what is seen of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in UNSEEN
        if tag in BREAKS:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in UNSEEN))
        if tag in BREAKS:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.seen.append(re.sub(r"\s+", " ", data))


def own_words(text: str, letter: str) -> str:
    """What somebody wrote themselves in an answer to this letter, above, below or between its lines.

    We know our letter, so its lines are recognised, however a mail program wraps or marks them and in whatever language
    it says who wrote when; nothing else is left out but that, and the head of a letter that is quoted whole.
    """
    known, short = _bare(letter), {_bare(line) for line in letter.splitlines()} - {""}
    own, met = list[str](), False
    for line in text.splitlines():
        if QUOTED.match(line) or _bare(line) in short or _stands_in(line, known):
            own, met = (own if met else _without_head(own)), True
        else:
            own.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()


def _without_head(lines: list[str]) -> list[str]:
    """The lines above a quotation without those by which a mail program introduces it."""
    own = list(lines)
    while own and not own[-1].strip():
        own.pop()
    wrapped = False
    for _ in range(HEAD_LINES_MAX):
        if own and (wrapped or _introduces(own[-1].strip())):
            wrapped = own.pop().lstrip().startswith("<")  # the address has slipped into a line of its own
    return own


def _introduces(line: str) -> bool:
    return bool(line) and (
        line.endswith(":") or "@" in line or bool(SAYS_A_FIELD.match(line)) or not line.strip("-_* ")
    )


def _stands_in(line: str, letter: str) -> bool:
    bare = _bare(line)
    return len(bare) >= LINE_MIN and bare in letter


def _bare(text: str) -> str:
    """Letters and digits alone: mail programs wrap lines, and write links in ways of their own."""
    return re.sub(r"[\W_]+", "", text).casefold()
