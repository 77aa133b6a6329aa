"""Reading: what somebody may be shown, told by the declarations of the fields. Everything that leaves the house goes through
here: pages, letters, documents, exports.
"""

from collections.abc import Mapping
from typing import Any

from domain.belonging import Audience, Reader
from domain.forms.form import Form
from domain.policy import Policy
from domain.saying import sayings

WHO_READS: Mapping[str, str] = sayings(
    {
        Audience.NAMED: "those you meet and the coordinator read this",
        Audience.PARTNER: "your partner and the coordinator read this",
        Audience.SUGGESTED: "your partner and the coordinator read this; without your name, whomever we suggest to you too",
        Audience.GROUP: "your partner and the coordinator read this",
        Audience.TWO: "only your partner reads this",
        Audience.REASON: "the coordinator reads this; where it makes two people fit, both are told so",
        Audience.COORDINATOR: "only the coordinator reads this",
        Audience.STATISTICS: "counted only, never shown with your name",
        Audience.QUOTED: "anybody may read this, without your name",
        Audience.EVERYBODY: "everybody in the programme may read this",
        Audience.NOBODY: "nobody reads this; it is only kept on record",
    }
)
"""The line beside a question."""


def may_read(form: type[Form], question: str, reader: Reader, policy: Policy) -> bool:
    """Whether the answer to a question is for this reader, in a programme with this policy."""
    return question in form.model_fields and reader in form.belongs(question, policy).readers


def told_to(reader: Reader, form: type[Form], content: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """Those of the answers that are for this reader."""
    return {name: value for name, value in content.items() if may_read(form, name, reader, policy)}
