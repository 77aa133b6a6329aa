"""Balance: what a rule of balance is called which nobody has named: as its values were typed, or by what each counts."""

from domain.saying import sayings

EACH = sayings(
    {
        "gender": "Each gender",
        "sub_sector": "Each sub-sector",
        "company_size": "Each company size",
        "employer_type": "Each kind of employer",
        "employer": "Each employer",
    }
)
"""By trait. The policy keeps the English of it; whoever reads it has it said (`rule_called`)."""


def rule_called(label: str) -> str:
    """The name of a rule as it is read: a coordinator's own as it was typed, ours to be said in the language of the reader."""
    return next((words for words in EACH.values() if words == label), label)
