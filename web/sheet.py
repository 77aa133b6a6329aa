"""Sheet: an open form as pages. Which questions stand on which page, what is missing there, how it looks; saves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from domain.forms.mistakes import mistakes
from domain.saying import say
from office.desk import Access
from office.intake import OpenForm
from office.offering import options_of, skips_of
from office.pages import FormLink
from web.fields import Field, fields_of, in_words, is_shown, steps_of
from web.look import page

STATUS_WRONG, STATUS_STALE, STATUS_BUSY = 422, 409, 503
STALE = say(
    "This form was changed in another window or on another device meanwhile. What you see here is what you typed on "
    "this page. Press the button again to keep it, or reload the page to see the other version."
)
SCAN = say("This file seems to be a scan: we could not read any text in it. It counts all the same.")
BUSY = say("We could not save this just now. Nothing you typed is lost: wait a moment, then press the button again.")


@dataclass(frozen=True)
class Sheet:
    """One open form with the answers so far: `content` is the draft, and over it what was just typed."""

    opened: OpenForm
    content: Mapping[str, Any]
    version: int
    file_names: Mapping[str, str]
    mended_in: FormLink | None = None
    """Where what stands in the way of this form can be changed."""
    by: Access | None = None
    """The coordinator who answers; nobody when it is a participant's form."""

    @cached_property
    def fields(self) -> list[Field]:
        """All questions this person is asked."""
        return self.with_errors({})

    def with_errors(self, errors: Mapping[str, str]) -> list[Field]:
        cohort, invitation, form = self.opened.cohort, self.opened.invitation, self.opened.form
        fields = fields_of(
            form,
            self.content,
            cohort.policy,
            options=options_of(form, cohort, invitation),
            hints=form.hints(cohort, invitation),
            skips=skips_of(form, cohort, invitation),
            errors=errors,
            file_names=self.file_names,
        )
        if invitation.to in cohort.participants:
            return fields
        return [replace(field, reader="") for field in fields]  # coordinators know who reads what they decide

    @cached_property
    def steps(self) -> list[str]:
        return steps_of(self.fields)

    @property
    def has_steps(self) -> bool:
        return len(self.steps) > 1

    @property
    def language(self) -> str:
        """The language of the one who fills it in."""
        return self.opened.cohort.language_of(self.opened.invitation.to)

    @property
    def here(self) -> str:
        return f"/f/{self.opened.link}"

    @property
    def desk(self) -> str:
        """The path of the desk from which it is answered; "" for a participant's form, whose link is their login."""
        return self.by.here if self.by else ""

    def on_page(self, number: int, errors: Mapping[str, str] | None = None) -> list[Field]:
        """The questions of one page (from 1), without those that an earlier page made pointless."""
        fields = [field for field in self.with_errors(errors or {}) if field.step == self.steps[number - 1]]
        names = {field.name for field in fields}
        return [
            field
            for field in fields
            if not field.only_if or field.only_if[0] in names or is_shown(self.opened.form, field, self.content)
        ]

    def page_of(self, name: str) -> int:
        """The page on which a question stands; the first for what stands nowhere."""
        return next((self.steps.index(field.step) + 1 for field in self.fields if field.name == name), 1)

    def missing(self, at: datetime) -> dict[str, str]:
        """What would be refused if these answers were sent now: field -> sentence."""
        try:
            self.opened.form.check(self.content, self.opened.cohort, self.opened.invitation, at)
        except ValidationError as error:
            return mistakes(error)
        return {}

    def warnings(self, at: datetime) -> list[str]:
        """What the person may want to think over, although the answer counts."""
        try:
            answer = self.opened.form.check(self.content, self.opened.cohort, self.opened.invitation, at)
        except ValidationError:  # it was right when it was sent; today it might be refused
            return []
        return list(answer.warnings(self.opened.cohort).values())

    def missing_on(self, number: int, at: datetime) -> dict[str, str]:
        """What is missing on one page; other pages have their own turn."""
        elsewhere = {field.name for field in self.fields} - {field.name for field in self.on_page(number)}
        return {name: words for name, words in self.missing(at).items() if name not in elsewhere and name}

    # --- pages --------------------------------------------------------------------------------------------------

    def form_page(
        self,
        number: int = 1,
        errors: Mapping[str, str] | None = None,
        complaint: str = "",
        status: int = 200,
        *,
        chosen: bool = False,
        kept: bool = False,
        back_to_check: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """One page of the form, with what is wrong on it."""
        found = dict(errors or {})
        cohort, invitation, form = self.opened.cohort, self.opened.invitation, self.opened.form
        return page(
            "form",
            self.language,
            status,
            headers,
            **self._common(found, complaint),
            fields=self.on_page(number, found),
            steps=self.steps,
            number=number,
            action=f"{self.here}/{number}" if self.has_steps else self.here,
            introduction=form.introduction(cohort, invitation) if number == 1 else "",
            mended_in=self.mended_in,
            person_name=self.opened.person.name,
            chosen=chosen,
            kept=kept,
            back_to_check=back_to_check,
            autosaves=self.has_steps or len(self.fields) > 3,
        )

    def check_page(
        self, errors: Mapping[str, str] | None = None, complaint: str = "", status: int = 200
    ) -> HTMLResponse:
        """All answers to look over before they are sent."""
        found = dict(errors or {})
        return page("check", self.language, status, **self._common(found, complaint), parts=self._parts(found))

    def _common(self, errors: Mapping[str, str], complaint: str) -> dict[str, Any]:
        return {
            "form": self.opened.form,
            "cohort": self.opened.cohort,
            "here": self.here,
            "version": self.version,
            "proof": self.by.proof if self.by else "",
            "desk": self.desk,
            "answered": self.opened.status == "answered" and not self.opened.form.anytime,
            "errors": [self._mistake(name, words) for name, words in errors.items()],
            "complaint": complaint,
        }

    def _mistake(self, name: str, words: str) -> dict[str, str]:
        field = next((field for field in self.fields if field.name == name), None)
        if field is None:
            return {"link": "", "title": "", "words": words}
        path = f"{self.here}/{self.page_of(name)}" if self.has_steps else ""
        return {"link": f"{path}#f-{name}", "title": field.title, "words": words}

    def _parts(self, errors: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "title": step or self.opened.form.title,
                "lines": [
                    {
                        "title": field.title,
                        "words": in_words(field),
                        "error": field.error,
                        "warning": SCAN if field.is_scan else "",
                    }
                    for field in self.on_page(number, errors)
                    if is_shown(self.opened.form, field, self.content)
                ],
            }
            for number, step in enumerate(self.steps, 1)
        ]
