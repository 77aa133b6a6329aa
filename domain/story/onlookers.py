"""Onlookers: as whom somebody reads the pages of the desk, and whether what people wrote in words of their own is for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.belonging import Audience, Reader, Use
from domain.escalations import Escalation
from domain.forms.form import Form, meta
from domain.policy import Policy
from domain.reading import may_read
from domain.story.passages import Written

IN_WORDS = ("line", "text", "email", "rows", "upload")
"""Questions that people answer in words of their own, or with a file."""


@dataclass(frozen=True)
class Onlooker:
    """Somebody who reads. Without `words` they see what was chosen and when, how people are called, and what is told to
    everybody; nothing else that anybody wrote."""

    readers: frozenset[Reader]
    words: bool = True

    def of_answers(self, form: type[Form], content: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
        """Those of the answers to a form that are for this reader."""
        return {name: value for name, value in content.items() if self.may_read(form, name, policy)}

    def may_read(self, form: type[Form], question: str, policy: Policy) -> bool:
        """Whether the answer to a question is for this reader."""
        if not any(may_read(form, question, reader, policy) for reader in self.readers):
            return False
        belongs = form.belongs(question, policy)
        for_all = belongs.audience is Audience.EVERYBODY or belongs.uses == (Use.ADDRESS,)
        return self.words or for_all or meta(form.model_fields[question])["widget"] not in IN_WORDS

    def of_a_case(self, case: Escalation) -> Escalation:
        """The case with what was written in it, as far as it is for this reader."""
        return case if self.words else replace(case, remarks=())

    def of_a_letter(self, letter: Written) -> Written:
        """The letter with its subject, which may quote somebody, as far as it is for this reader."""
        return letter if self.words else replace(letter, subject="")


A_COORDINATOR = Onlooker(frozenset({Reader.COORDINATOR}))
WITHOUT_WORDS = Onlooker(frozenset({Reader.COORDINATOR}), words=False)
