"""Sheet: what every letter looks like: its body, who signs it, why it came, the way to the reader's page. As text and HTML."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from domain.saying import say
from notifications.markdown import joined, to_html_and_text
from words import Tongue

FRAME = Environment(undefined=StrictUndefined, autoescape=True).from_string(
    (Path(__file__).parent / "frame.html").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Sheet:
    """A letter before it is laid out. `body` is Markdown; `page`: the address of the reader's own page, or ""."""

    subject: str
    body: str
    because: str
    signature: tuple[str, str]
    page: str
    optional: bool = False
    to_the_desk: bool = False


def laid_out(sheet: Sheet, spoken: Tongue) -> tuple[str, str]:
    """The letter as text and as HTML."""
    html_body, text_body = to_html_and_text(sheet.body)
    told = {name: spoken.say(words) for name, words in _foot(sheet.because, to_the_desk=sheet.to_the_desk).items()}
    html = FRAME.render(
        subject=sheet.subject,
        language=spoken.language,
        body=Markup(html_body),  # noqa: S704 (made above from escaped facts, with HTML switched off)
        signature_first=sheet.signature[0],
        signature_second=sheet.signature[1],
        page=sheet.page,
        optional=sheet.optional,
        **told,
    )
    lines = [told["because"], *([f"{told['own_page']}: {sheet.page}"] if sheet.page else [])]
    if sheet.optional:
        lines.append(f"{told['fewer']}: {sheet.page}/unsubscribe")
    return joined([text_body, "\n".join(sheet.signature), "-- \n" + "\n".join(lines)]) + "\n", html


def _foot(because: str, *, to_the_desk: bool) -> dict[str, str]:
    """What stands under every letter: why it came, and the way to the reader's own page."""
    return {
        "because": say("You get this letter because {because}.", because=because),
        "own_page": say("Your desk") if to_the_desk else say("Your page"),
        "page_words": say("Everything else"),
        "page_name": say("your desk") if to_the_desk else say("your page"),
        "fewer": say("Fewer letters"),
    }
