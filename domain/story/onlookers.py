"""Onlookers: as whom somebody reads a story, and whether what people wrote in words of their own is for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.belonging import Reader
from domain.escalations import Escalation
from domain.forms.form import Form, meta
from domain.policy import Policy
from domain.reading import may_read

IN_WORDS = ("line", "text", "email", "rows", "upload")
"""Questions that people answer in words of their own, or with a file."""


@dataclass(frozen=True)
class Onlooker:
    """Somebody who reads a story. Without `words` they see what was chosen and when, and nothing that anybody wrote."""

    readers: frozenset[Reader]
    words: bool = True

    def of_answers(self, form: type[Form], content: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
        """Those of the answers to a form that are for this reader."""
        return {name: value for name, value in content.items() if self.may_read(form, name, policy)}

    def may_read(self, form: type[Form], question: str, policy: Policy) -> bool:
        """Whether the answer to a question is for this reader."""
        if not any(may_read(form, question, reader, policy) for reader in self.readers):
            return False
        return self.words or meta(form.model_fields[question])["widget"] not in IN_WORDS

    def of_a_case(self, case: Escalation) -> Escalation:
        """The case with what was written in it, as far as it is for this reader."""
        return case if self.words else replace(case, remarks=())


A_COORDINATOR = Onlooker(frozenset({Reader.COORDINATOR}))
WITHOUT_WORDS = Onlooker(frozenset({Reader.COORDINATOR}), words=False)
