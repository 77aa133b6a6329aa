"""Markdown: one source becomes HTML and plain text. What people typed is made literal here; knows no letter.

Raw HTML and automatic links are off. `literal` puts a backslash before every punctuation mark (CommonMark 2.4), so that
a name is shown as it is, whatever it contains.
"""

import re
import string
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from domain.text import clean_line

BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
PARAGRAPH = re.compile(r"(?:(?:[^\W\d_]|\[).*(?:\n|$))+")
BACKSLASHED = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation})
# Mail programs drop style sheets; what matters is written on each element.
LINK = "color:#0e5a56"
BUTTON = (
    "display:inline-block;padding:11px 20px;border-radius:6px;background:#0e5a56;color:#ffffff;"
    "font-weight:600;text-decoration:none"
)
STYLES = {
    "paragraph_open": "margin:0 0 16px",
    "bullet_list_open": "margin:0 0 16px;padding-left:22px",
    "ordered_list_open": "margin:0 0 16px;padding-left:22px",
    "list_item_open": "margin:0 0 6px",
    "heading_open": "margin:28px 0 8px;font-size:17px;line-height:1.3",
    "blockquote_open": "margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #c9d6df",
    "link_open": LINK,
}


class Trusted(str):
    """Text of ours that goes into Markdown as it is: an address of the office. Never what somebody typed."""

    __slots__ = ()


def literal(text: str) -> str:
    """The text as one line of Markdown that shows exactly these characters; a blank at either end stays one."""
    before, after = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
    return f"{before}{clean_line(text).translate(BACKSLASHED)}{after}" if text.strip() else before


PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}, renderer_cls=RendererHTML)
# Letters are paragraphs, lists, quotations, emphasis and links; what they never use need not be looked for.
PARSER.disable(["code", "fence", "hr", "reference", "lheading", "html_block", "html_inline", "autolink", "image"])


def to_html_and_text(source: str) -> tuple[str, str]:
    """The source as HTML with inline styles, and as plain text. Most paragraphs stand in many letters: those are known."""
    parts = [_part(part) for part in _parts(source)]
    return "".join(html for html, _ in parts), joined([text for _, text in parts])


@lru_cache(maxsize=1024)
def _part(source: str) -> tuple[str, str]:
    """Parsed once for both: parsing is most of the work."""
    tokens = PARSER.parse(source)
    return _html(tokens), _text(tokens)


def _parts(source: str) -> Iterator[str]:
    """What can be read alone: each paragraph, and whatever lists and quotations stand between two of them.

    A paragraph whose lines all begin with a letter or a link, at the margin, ends any list or quotation before it.
    """
    for plain, group in groupby(BLANK_LINES.split(source), key=lambda block: bool(PARAGRAPH.fullmatch(block))):
        blocks = list(group)
        yield from blocks if plain else ["\n\n".join(blocks)]


def _html(tokens: list[Token]) -> str:
    """A link that stands alone becomes a button."""
    for token in tokens:
        _dress(token)
        alone = _is_a_link_alone(token)
        for child in token.children or ():
            _dress(child)
            if alone and child.type == "link_open":
                child.attrSet("style", BUTTON)
                child.attrSet("class", "button")
    return str(PARSER.renderer.render(tokens, PARSER.options, {}))


def _dress(token: Token) -> None:
    if token.type in STYLES and not token.hidden:
        token.attrSet("style", STYLES[token.type])


def _is_a_link_alone(token: Token) -> bool:
    children = token.children or []
    return (
        bool(children)
        and (children[0].type, children[-1].type) == ("link_open", "link_close")
        and (sum(child.type == "link_open" for child in children) == 1)
    )


def _text(tokens: list[Token]) -> str:
    """Links as "words: address", lists with dashes, quotations with ">"."""
    blocks: list[str] = []
    prefix: list[str] = []
    items = 0
    for token in tokens:
        match token.type:
            case "blockquote_open":
                prefix.append("> ")
            case "bullet_list_open":
                prefix.append("- ")
                items = 0
            case "blockquote_close" | "bullet_list_close":
                prefix.pop()
            case "inline":
                quote = "".join(sign for sign in prefix if sign == "> ")
                line = "".join(prefix) + _inline_text(token).replace("\n", f"\n{quote}")
                in_list = bool(prefix) and prefix[-1] == "- "
                blocks.append(line if not (in_list and items) else "\0" + line)
                items += in_list
    return "\n\n".join(blocks).replace("\n\n\0", "\n")


def _inline_text(token: Token) -> str:
    words: list[str] = []
    address = ""
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                words.append(child.content)
            case "softbreak" | "hardbreak":
                words.append("\n")
            case "link_open":
                address = str(child.attrs.get("href", ""))
            case "link_close":
                words.append(f":\n{address}" if _is_a_link_alone(token) else f" ({address})")
    return "".join(words)


def joined(blocks: Sequence[str]) -> str:
    """Blocks of plain text as one, with an empty line between them."""
    return "\n\n".join(block for block in blocks if block)
