"""Sign off: the coordinator declares one item of the preparation checklist ready."""

from dataclasses import replace
from datetime import datetime

from domain.belonging import Kept, Use
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Consent, Text
from domain.invitations import Invitation
from domain.saying import say, together
from domain.text import as_typed

NEUTRAL = "material-neutral"
"""The item that is ready only when somebody is named."""


class SignOff(Form):
    """Look the material over. Recruitment opens on its date once everything on the list is signed off."""

    name = "sign_off"
    title = "Sign off a material"
    by = "coordinator"
    use = Use.DECISION
    kept_for = Kept.OFFICE
    thanks = "Signed off. Thank you."

    done: Consent = question("It is ready", widget="yes")
    note: Text = question("Note", "", widget="text", hint="Where it is kept, or what the next coordinator should know.")

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        material = cohort.materials[invitation.about]
        material_in_words = f"**{as_typed(material.title)}**\n\n{as_typed(material.hint)}"
        return together((material_in_words, super().introduction(cohort, invitation)))

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if invitation.about == NEUTRAL and cohort.neutral is None:
            return {
                "done": say(
                    "Name somebody first: the form for it, “Somebody neutral to call”, stands on the checklist."
                )
            }
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        material = cohort.materials[invitation.about]
        signed_at = material.signed_at or at
        return cohort.put(replace(material, signed_at=signed_at, signed_by=invitation.to, note=self.note))
