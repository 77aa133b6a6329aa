"""Intake: open a form by its link, keep a draft, take an answer in. The answer is saved before anybody is woken.

GET paths call only `open_form`, `open_call` and `personal_page`, which change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from domain.as_asked import as_asked
from domain.cohort import Cohort, Entry
from domain.distress import calls_for_help, told_at_once
from domain.forms import FORMS
from domain.forms.form import Form
from domain.forms.mistakes import mistakes
from domain.invitations import Answer, Invitation, invitation_id
from domain.lifecycles import INVITATION, InvitationState
from domain.people import Coordinator, Participant
from domain.saying import say
from domain.taking_back import agreed_to
from office import wake
from office.links import LinkRefused
from office.office import Office
from office.pages import page_of
from words import tongue


class Mistakes(ValueError):
    """An answer that needs another look: field → sentence. "" is the form as a whole."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in fields.items()))
        self.fields = dict(fields)


class Closed(Exception):
    """The form takes no more answers."""


@dataclass(frozen=True)
class OpenForm:
    """A form as its page shows it. `status`: open, answered (may be corrected) or closed."""

    cohort: Cohort
    invitation: Invitation
    form: type[Form]
    person: Participant | Coordinator
    content: dict[str, Any]
    draft_version: int
    status: str
    link: str


@dataclass(frozen=True)
class Receipt:
    """What happens after an answer: thanks, gentle warnings by field, and the way to the person's page. `link`: the token of
    the form from now on, which is another one where the answer renewed the links of whoever gave it."""

    thanks: str
    warnings: dict[str, str]
    page: str
    link: str


def open_form(office: Office, token: str) -> OpenForm:
    """The form behind a link, filled with the draft, else what is known, else the former answer. LinkRefused else."""
    code, invitation = _find(office, token)
    form = FORMS[invitation.form]
    cohort = office.store.load(code, focus=_focus(form, invitation))
    form = as_asked(form.name, cohort.policy)
    invitation = cohort.invitations.get(invitation.id, invitation)
    person = _person(cohort, invitation, form)
    draft = office.store.drafts.get(code, invitation.id)
    former = None if form.anytime or not invitation.answers else office.store.lookups.last_answer(code, invitation.id)
    # What is known now wins over a former answer: a partner may have changed the agreement since.
    content: dict[str, Any] = dict(former.content if former else {}) | dict(form.prefilled(cohort, invitation))
    if draft is not None:
        content |= draft.content
    return OpenForm(
        cohort,
        invitation,
        form,
        person,
        content,
        draft.version if draft else 0,
        status_of(office, form, invitation),
        token,
    )


def _find(office: Office, token: str) -> tuple[str, Invitation]:
    """The invitation a link stands for. Forms for any time need no row before somebody answers."""
    code, key, generation = office.links.read_form(token)
    invitation = office.store.lookups.invitation(code, key)
    if invitation is None:
        invitation = replace(_standing(office, key), generation=generation)
    if invitation.generation != generation or invitation.form not in FORMS:
        raise LinkRefused(say("this link was replaced by a newer one"))
    return code, invitation


def _standing(office: Office, key: str) -> Invitation:
    about, _, rest = key.partition(":")
    form, _, to = rest.partition(":")
    if form not in FORMS or not FORMS[form].anytime or key != invitation_id(about, form, to):
        raise LinkRefused(say("this link no longer works"))
    return Invitation(key, form, to, about, about, office.clock.now())


def _focus(form: type[Form], invitation: Invitation) -> set[str] | None:
    return None if form.reach == "cohort" else {invitation.scope}


def _person(cohort: Cohort, invitation: Invitation, form: type[Form]) -> Participant | Coordinator:
    try:
        person = cohort.person(invitation.to)
    except KeyError as error:
        raise LinkRefused(say("this link no longer works")) from error
    if isinstance(person, Participant) and not person.takes_part and not (person.has_left and form.after_leaving):
        raise LinkRefused(say("this link no longer works"))
    if isinstance(person, Participant) and form.anytime and invitation.generation != person.links:
        raise LinkRefused(say("this link was replaced by a newer one"))
    return person


def status_of(office: Office, form: type[Form], invitation: Invitation) -> str:
    """open, answered (may be corrected) or closed."""
    if not form.anytime and not invitation.takes_answers(office.clock.now()):
        return "closed"
    return "answered" if invitation.state is InvitationState.ANSWERED else "open"


def save_draft(office: Office, token: str, content: Mapping[str, Any], version: int) -> int:
    """Keep what was typed so far; the new version. StaleDraft when another window was faster."""
    code, invitation = _find(office, token)
    if status_of(office, FORMS[invitation.form], invitation) == "closed":
        raise Closed(say("this form is closed"))
    return office.store.drafts.save(code, invitation.id, dict(content), version)


def take_answer(office: Office, token: str, content: Mapping[str, Any], by: str = "") -> Receipt:
    """Check and save an answer with all it changes, then wake the office. Mistakes, Closed or LinkRefused else.

    `by`: the code of the coordinator who answers, who need not be the one that was asked; else it is whoever was.
    """
    code, invitation = _find(office, token)
    form = FORMS[invitation.form]
    answer: Form | None = None
    renewed = False

    def turn(cohort: Cohort) -> Cohort:
        nonlocal answer, renewed
        current = cohort.invitations.get(invitation.id, invitation)
        person = _person(cohort, current, form)
        if current.generation != invitation.generation:
            raise LinkRefused(say("this link was replaced by a newer one"))
        if status_of(office, form, current) == "closed":
            raise Closed(say("this form is closed"))
        try:
            answer = as_asked(form.name, cohort.policy).check(content, cohort, current, office.clock.now())
        except ValidationError as error:
            raise Mistakes(mistakes(error)) from error
        after = taken_in(cohort, current, answer, by or _code_of(person), office)
        renewed = _links_of(after, invitation.to) != _links_of(cohort, invitation.to)
        return after

    cohort = office.store.update(code, turn, focus=_focus(form, invitation))
    if renewed:
        office.store.erasure.write_anew(code, invitation.to)
    wake.answered(office.settings, code, cohort.phase)
    assert answer is not None
    link = (
        office.links.form_token(code, invitation.id, cohort.invitations[invitation.id].generation) if renewed else token
    )
    return Receipt(form.thanks, answer.warnings(cohort), page_of(office, cohort, invitation.to), link)


def _links_of(cohort: Cohort, code: str) -> int:
    person = cohort.participants.get(code)
    return person.links if person else 1


def taken_in(
    cohort: Cohort, invitation: Invitation, answer: Form, by: str, office: Office, at: datetime | None = None
) -> Cohort:
    """The cohort after the answer of somebody with this code, with its line in the journal; at this very moment, or now."""
    now = at or office.clock.now()
    # A form for any time opens again whenever somebody needs it.
    before = InvitationState.OPEN if answer.anytime else invitation.state
    state = INVITATION.check(before, InvitationState.ANSWERED)
    told = replace(invitation, state=state, answered_at=now, answers=invitation.answers + 1)
    content, language = answer.kept(), cohort.language_of(invitation.to)
    agreed = agreed_to(type(answer), content, language, tongue(language).say)
    kept = Answer(invitation.id, told.answers, answer.name, by, now, content, agreed)
    entry = Entry(f"{invitation.id}:answer:{told.answers}", invitation.scope, now, f"answer {answer.name}", by)
    cohort = replace(cohort.put(told), answers=(*cohort.answers, kept)).note(entry)
    # What a form decides bears the name of whoever decided; the invitation stays with whoever was asked.
    return _heeded(office, answer.take_in(cohort, replace(told, to=by), now), told, answer, now)


def _code_of(person: Participant | Coordinator) -> str:
    return person.code if isinstance(person, Coordinator) else person.id


def _heeded(office: Office, cohort: Cohort, told: Invitation, answer: Form, now: datetime) -> Cohort:
    """A call for help in a participant's words is told at once; words that stood there before were told then."""
    heard = calls_for_help(answer, cohort.policy) if told.to in cohort.participants else {}
    former = office.store.lookups.last_answer(cohort.code, told.id) if heard and not answer.anytime else None
    before = former.content if former else {}
    return told_at_once(cohort, told, {name: new for name, new in heard.items() if before.get(name) != new}, now)
