"""People: register coordinators, say who runs a cohort, give out links."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.looking import ACohort
from cli.output import AsJson, print_json, table, tell
from domain.saying import say, together

if TYPE_CHECKING:
    from domain.people import Coordinator
    from office.office import Office

coordinators = typer.Typer(
    help="Register the people who run cohorts; Prefect knows them by their code only.", no_args_is_help=True
)


@coordinators.command("add")
def add(
    code: Annotated[str, typer.Argument(help="Short and stable, such as kb; it appears in plans, logs and links.")],
    name: Annotated[str, typer.Argument(help="As participants read it under letters.")],
    email: Annotated[str, typer.Argument(help="Where letters to the coordinator go, and answers to letters.")],
    time_zone: Annotated[str, typer.Option(help="IANA name.")] = "Europe/Prague",
    as_json: bool = AsJson,
) -> None:
    """Register a coordinator, or correct the name, address or zone of one who is known."""
    from cli.opening import prepared

    person = _checked(code, name, email, time_zone)
    office = prepared()
    known = office.store.register.coordinator(code) is not None
    office.store.register.add_coordinator(person)
    if as_json:
        print_json(person)
    else:
        about = ", ".join((person.name, person.email, person.time_zone))
        registered = say("{code} is registered: {about}", code=code, about=about)
        tell(say("{code} is corrected: {about}", code=code, about=about) if known else registered)


def _checked(code: str, name: str, email: str, time_zone: str) -> "Coordinator":
    """The coordinator; Refused names everything that cannot be right at once."""
    from cli.refusals import Refused, listed
    from office.colleagues import Mistaken, checked

    try:
        return checked(code, name, email, time_zone)
    except Mistaken as mistaken:
        raise Refused(listed(say("Nobody was registered:"), list(mistaken.mistakes.values()))) from mistaken


@coordinators.command("list")
def list_coordinators(as_json: bool = AsJson) -> None:
    """List everybody who is registered, with the cohorts that they run or look on, and who looks after the office."""
    from cli.opening import opened

    register = opened().store.register
    admins, people = register.admins(), register.coordinators()
    runs = {person.code: register.cohorts_of(person.code) for person in people}
    looks_on = {person.code: register.looked_on_by(person.code) for person in people}
    if as_json:
        print_json(
            [
                {"code": p.code, "name": p.name, "email": p.email, "zone": p.time_zone, "cohorts": runs[p.code]}
                | {"looks_on": looks_on[p.code], "admin": p.code in admins}
                for p in people
            ]
        )
        return
    heads = [say("code"), say("name"), say("address"), say("zone"), say("runs"), say("looks on"), say("office")]
    seen = {p.code: (", ".join(runs[p.code]), ", ".join(looks_on[p.code])) for p in people}
    office = {code: say("looks after it") for code in admins}
    rows = [[p.code, p.name, p.email, p.time_zone, *seen[p.code], office.get(p.code, "")] for p in people]
    table(say("Coordinators"), heads, rows)


def sign_in(
    code: Annotated[str, typer.Argument(help="Code of the coordinator.")],
    as_json: bool = AsJson,
) -> None:
    """Print a link that signs a coordinator in: once, for some minutes, in the first browser that opens it."""
    from cli.opening import opened
    from cli.refusals import Refused
    from office.links import LinkRefused
    from office.sign_in import LINK_LASTS, link_for

    minutes = int(LINK_LASTS.total_seconds() // 60)
    try:
        link = link_for(opened(), code)
    except LinkRefused as error:
        known = say("`mentoring coordinator list` names those who are.")
        raise Refused(together((say("Nobody is registered as {code}.", code=code), known), " ")) from error
    if as_json:
        print_json({"link": link, "minutes": minutes})
    else:
        print(link)
        tell(say("It works once, in the first browser that opens it, for {minutes} minutes.", minutes=minutes))


# --- links ------------------------------------------------------------------------------------------------------


def links(
    cohort: ACohort = None,
    person: Annotated[str | None, typer.Argument(help="Code of a participant: their page and open forms.")] = None,
    as_json: bool = AsJson,
) -> None:
    """The desk and the open links of both calls; with a code, that person's page and forms.

    The link of a participant is a login: give it only to the person it belongs to.
    """
    from cli.opening import cohort_code, opened

    office = opened()
    code = cohort_code(office, cohort)
    found = _of_a_person(office, code, person) if person else links_of(office, code)
    if as_json:
        print_json(found)
        return
    table(
        say("Links of {whom}", whom=person or code),
        [say("what"), say("link")],
        [[row["what"], row["link"]] for row in found],
    )


def links_of(office: "Office", code: str) -> list[dict[str, str]]:
    """The desk and the open links of a cohort."""
    from domain.people import Role
    from office.calls import call_link

    cohort = office.store.load(code, focus=())
    desk = {"what": say("desk, for whoever runs it and has signed in"), "link": office.links.desk(code)}
    titles = {Role.MENTOR: say("open call for mentors"), Role.MENTEE: say("open call for mentees")}
    calls = [{"what": title, "link": call_link(office, cohort, role)} for role, title in titles.items()]
    return [desk, *calls]


def _of_a_person(office: "Office", code: str, person: str) -> list[dict[str, str]]:
    from cli.refusals import Refused
    from office.links import LinkRefused
    from office.pages import page_of, personal_page

    try:
        link = page_of(office, office.store.load(code, focus={person}), person)
        page = personal_page(office, link.rpartition("/")[2])
    except LinkRefused as error:
        raise Refused(
            say("Nobody in {code} has the code {person}, or their data was erased.", code=code, person=person)
        ) from error
    forms = [{"what": form.title, "link": form.link} for form in (*page.open_forms, *page.any_time)]
    return [{"what": say("personal page"), "link": link}, *forms]
