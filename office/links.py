"""Links: for participants the link is the login. Signed with itsdangerous, one salt per purpose, newest key signs, all open.

A link says which cohort, which thing and which generation; the row behind it decides whether it still works. The desk is an
address and no login: office/sign_in.py lets people in. Letters have tokens of the same keys, by which we know them when they
come back.
"""

import base64
import hmac
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from domain.invitations import Invitation
from domain.people import PARTICIPANT
from domain.saying import say

IN_THE_BOOK = re.compile(r"K[0-9A-F]{12}")  # of somebody in the contact book
PAPER_MARK = 10  # letters of 5 bits each: nobody finds one by trying


class LinkRefused(Exception):
    """The link is broken, foreign, or no longer valid. The page for it is the same in every case."""


@dataclass(frozen=True)
class Links:
    """Makes and reads the links of one office. `keys` gives them, newest last, when the first link is made or read."""

    base_url: str
    keys: Callable[[], tuple[str, ...]]

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return _serializer(self.keys(), purpose)

    def _sign(self, purpose: str, *parts: str | int) -> str:
        return _signed(self.keys(), purpose, parts)

    def _read(self, purpose: str, token: str, *lengths: int) -> list[str]:
        try:
            parts = self._serializer(purpose).loads(token)
        except (BadSignature, ValueError, UnicodeError) as error:
            raise LinkRefused(say("this link is not one of ours")) from error
        if not isinstance(parts, list) or len(parts) not in lengths:
            raise LinkRefused(say("this link is not one of ours"))
        return [str(part) for part in parts]

    def form_token(self, cohort: str, invitation_id: str, generation: int) -> str:
        return self._sign("form", cohort, invitation_id, generation)

    def read_form(self, token: str) -> tuple[str, str, int]:
        """(cohort, invitation id, generation); LinkRefused when it is not one of ours."""
        cohort, invitation_id, generation = self._read("form", token, 3)
        return cohort, invitation_id, int(generation)

    def form(self, cohort: str, invitation: Invitation) -> str:
        """The address of a form."""
        return f"{self.base_url}/f/{self.form_token(cohort, invitation.id, invitation.generation)}"

    def page_token(self, cohort: str, code: str, generation: int = 1) -> str:
        return self._sign("page", cohort, code, *([generation] if generation > 1 else []))

    def read_page(self, token: str) -> tuple[str, str, int]:
        """(cohort, code, generation) of a personal page; the first generation is not named."""
        cohort, code, *generation = self._read("page", token, 2, 3)
        return cohort, code, int(generation[0]) if generation else 1

    def page(self, cohort: str, code: str, generation: int = 1) -> str:
        """The address of somebody's page: what is open, dates, documents. A coordinator's page is the desk."""
        if IN_THE_BOOK.fullmatch(code):
            return self.entry(cohort, code)
        if not PARTICIPANT.fullmatch(code):
            return self.desk(cohort)
        return f"{self.base_url}/p/{self.page_token(cohort, code, generation)}"

    def entry_token(self, cohort: str, code: str) -> str:
        return self._sign("entry", cohort, code)

    def read_entry(self, token: str) -> tuple[str, str]:
        """(cohort, code) of somebody's entry in the contact book; the cohort is the one for which they were asked."""
        cohort, code = self._read("entry", token, 2)
        return cohort, code

    def entry(self, cohort: str, code: str) -> str:
        """The address of somebody's entry in the contact book, where they answer, see what is kept, and end it."""
        return f"{self.base_url}/k/{self.entry_token(cohort, code)}"

    def way_token(self, cohort: str, code: str) -> str:
        return self._sign("way", cohort, code)

    def read_way(self, token: str) -> tuple[str, str]:
        """(cohort, code) of whoever gets the way to their page by letter."""
        cohort, code = self._read("way", token, 2)
        return cohort, code

    def way(self, cohort: str, code: str) -> str:
        """An address that may stand where others read it: it lets nobody in, and has the way to somebody's page sent to
        them."""
        return f"{self.base_url}/way/{self.way_token(cohort, code)}"

    def address(self, cohort: str, code: str, email: str) -> str:
        """Where somebody confirms an address of theirs, or has letters come back to it. It names the address by a mark."""
        mark = _of_address(self.keys()[-1], cohort, code, email)
        return f"{self.base_url}/address/{self._sign('address', cohort, code, mark)}"

    def read_address(self, token: str) -> tuple[str, str, str]:
        """(cohort, code, mark) of such a link."""
        cohort, code, mark = self._read("address", token, 3)
        return cohort, code, mark

    def is_address_mark(self, mark: str, cohort: str, code: str, email: str) -> bool:
        """Whether a link with this mark was made for this address, by any of our keys."""
        return self._made(mark, lambda key: _of_address(key, cohort, code, email))

    def calendar(self, secret: str) -> str:
        """Where somebody's own program follows their calendar; the secret is drawn by lot and is no login."""
        return f"{self.base_url}/calendar/{secret}.ics"

    def answers_at(self, address: str, cohort: str, about: str, code: str) -> str:
        """Where the calendar of one person answers to an entry about a session or a gathering. It stays the same for as long
        as the entry lives, so the oldest key makes it."""
        return address.replace("{token}", f"{_number_of(code)}-{_of_entry(self.keys()[0], cohort, about, code)}")

    def who_answers(self, tokens: Iterable[str], cohort: str, about: str) -> str:
        """Whose address of such an entry is among these tokens, whatever key made it; "" for nobody's."""
        for token in tokens:
            number, _, mark = token.partition("-")
            code = _code_of(number)
            if code and self._made(mark, lambda key, code=code: _of_entry(key, cohort, about, code)):  # type: ignore[misc]
                return code
        return ""

    def read_desk(self, token: str) -> tuple[str, str]:
        """(cohort, code) of a desk link of earlier releases, which was a login then."""
        cohort, code = self._read("desk", token, 2)
        return cohort, code

    def desk(self, cohort: str) -> str:
        """The address of the desk of one cohort; it lets nobody in by itself."""
        return f"{self.base_url}/desk/{cohort}"

    def sign_in(self, key: str) -> str:
        """The address that signs in whoever asked for it."""
        return f"{self.base_url}/sign-in/{self._sign('sign-in', key)}"

    def read_sign_in(self, token: str) -> str:
        return self._read("sign-in", token, 1)[0]

    def call_token(self, cohort: str, role: str, channel: str = "", generation: int = 1) -> str:
        later = [channel, generation] if generation > 1 else [channel] if channel else []
        return self._sign("call", cohort, role, *later)

    def read_call(self, token: str) -> tuple[str, str, str, int]:
        """(cohort, role, channel, generation) of an open call; signed as a whole, so that nobody else can invent a channel.
        The first generation is not named."""
        cohort, role, *later = self._read("call", token, 2, 3, 4)
        return cohort, role, later[0] if later else "", int(later[1]) if len(later) > 1 else 1

    def call(self, cohort: str, role: str, channel: str = "", generation: int = 1) -> str:
        """The open link that a coordinator may publish: anybody can ask for an application link there."""
        return f"{self.base_url}/apply/{self.call_token(cohort, role, channel, generation)}"

    def letter_token(self, number: int, message_id: str) -> str:
        """What names a letter when it comes back. Lower case and short: it is part of an address on its way."""
        return _marked(self.keys()[-1], number, message_id)

    def is_token_of(self, token: str, number: int, message_id: str) -> bool:
        """Whether we gave this token to this letter, by any of our keys."""
        return self._made(token, lambda key: _marked(key, number, message_id))

    def paper_mark(self, cohort: str, code: str) -> str:
        """What a certificate or statement about somebody bears so that it can be verified. Short: people type it."""
        return _of_paper(self.keys()[-1], cohort, code)

    def is_paper_mark(self, mark: str, cohort: str, code: str) -> bool:
        """Whether a paper of ours about this person bears this mark, whichever key made it."""
        return self._made(mark, lambda key: _of_paper(key, cohort, code))

    def _made(self, told: str, make: Callable[[str], str]) -> bool:
        """Whether any of our keys makes this."""
        return any(hmac.compare_digest(told, make(key)) for key in self.keys())


@lru_cache(maxsize=32)
def _serializer(keys: tuple[str, ...], purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(list(keys), salt=f"mentoring-{purpose}")


@lru_cache(maxsize=4096)
def _signed(keys: tuple[str, ...], purpose: str, parts: tuple[str | int, ...]) -> str:
    """Each letter names its reader's page, and a reminder the form of the letter before it."""
    return str(_serializer(keys, purpose).dumps(list(parts)))


def _marked(key: str, number: int, message_id: str) -> str:
    return f"{number}-{_mark(key, 'letter', number, message_id).hex()[:32]}"


def _of_entry(key: str, cohort: str, about: str, code: str) -> str:
    return _mark(key, "entry", cohort, about, code).hex()[:32]


def _of_address(key: str, cohort: str, code: str, email: str) -> str:
    return _mark(key, "address", cohort, code, email).hex()[:16]


def _of_paper(key: str, cohort: str, code: str) -> str:
    return base64.b32encode(_mark(key, "paper", cohort, code)).decode()[:PAPER_MARK]


def _mark(key: str, purpose: str, *parts: str | int) -> bytes:
    """What only we can make of these."""
    return hmac.digest(key.encode(), " ".join((f"mentoring-{purpose}", *map(str, parts))).encode(), "sha256")


ROLE_DIGITS = {"M": "01", "N": "02"}  # no letter has a number that begins with 0


def _number_of(code: str) -> str:
    """A participant's code as a number, which is all that may stand there: N12 is 0212."""
    return f"{ROLE_DIGITS[code[0]]}{code[1:]}" if PARTICIPANT.fullmatch(code) else "00"


def _code_of(number: str) -> str:
    letter = next((one for one, digits in ROLE_DIGITS.items() if number.startswith(digits)), "")
    return f"{letter}{number[2:]}" if letter and number[2:] else ""
