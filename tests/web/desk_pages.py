"""Pages of the desk: an address for every route that a coordinator looks at, and a cohort in which each shows something."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from domain.escalations import Escalation, Remark
from domain.lifecycles import ApplicationState, EscalationState, MessageState
from office.acts.doing import Order, carry_out, look
from storage.tables import messages
from tests.builders import asked
from tests.web.world import World
from web.app import ROOMS

LOOKED_AT = sorted(
    {
        route.path
        for room in ROOMS
        for route in room.router.routes
        if route.path.startswith("/desk") and "GET" in route.methods
    }
)
"""Every route of the desk that only looks."""

DESK = "/desk/{cohort}"
WAYS = {
    "/desk": [""],
    DESK: [""],
    f"{DESK}/book": ["/book"],
    f"{DESK}/checklist": ["/checklist"],
    f"{DESK}/do/{{name}}": [
        "/do/change_date?about=P01",
        "/do/correct_details?about=N01",
        "/do/hold_cohort",
        "/do/end_group?about=P02",
        "/do/move_milestone",
        "/do/add_gathering",
        "/do/change_gathering?about=G-wrapup",
    ],
    f"{DESK}/done/{{deed}}": ["/done/DEED"],
    f"{DESK}/drafts/{{letter:path}}": ["/drafts/DRAFT"],
    f"{DESK}/exports": ["/exports"],
    f"{DESK}/gatherings": ["/gatherings"],
    f"{DESK}/gatherings/{{id}}": ["/gatherings/G-networking"],
    f"{DESK}/glance": ["/glance"],
    f"{DESK}/letters/{{letter:int}}/invite.ics": ["/letters/CALENDAR/invite.ics"],
    f"{DESK}/letters/{{number:int}}": ["/letters/LETTER"],
    f"{DESK}/letters/{{number:int}}/letter": ["/letters/LETTER/letter"],
    f"{DESK}/list/{{what:path}}": [
        "/list/sessions/1/held",
        "/list/forms/session_report/open",
        "/list/reminded/session_date",
        "/list/groups/pair/active",
        "/list/cases/missed_session/open",
        "/list/words/G-networking/coming",
        "/list/due/TOMORROW",
        "/list/pool/undecided/mentee",
        "/list/lapsed",
    ],
    f"{DESK}/contacts": ["/contacts"],
    f"{DESK}/match": ["/match"],
    f"{DESK}/messages": ["/messages"],
    f"{DESK}/notes": ["/notes"],
    f"{DESK}/pairs": ["/pairs"],
    f"{DESK}/pairs/{{code}}": ["/pairs/P01"],
    f"{DESK}/people": ["/people"],
    f"{DESK}/people/{{code}}": ["/people/N01"],
    f"{DESK}/post": ["/post", "/post?to=N01", "/post?state=sent", "/post?letter=LETTERS", "/post?to=N01&state=sent"],
    f"{DESK}/recruiting": ["/recruiting"],
    f"{DESK}/recruiting/links": ["/recruiting/links"],
    f"{DESK}/running": ["/running"],
    f"{DESK}/screening": ["/screening", "/screening?role=mentor"],
    f"{DESK}/steer": ["/steer"],
    f"{DESK}/wordings": ["/wordings"],
    f"{DESK}/wordings/{{letter:path}}": ["/wordings/mentee/paired"],
}
EVERYTHING = {
    f"{DESK}/book/list.csv": "a file in which everything stands",
    f"{DESK}/book/entry/{{code}}": "one entry of the book, which is nobody of a cohort",
    f"{DESK}/checklist/{{kind}}.pdf": "a file, printed from the numbers of the cohort alone",
    f"{DESK}/checklist/{{whom}}.png": "a picture, drawn from the numbers of the cohort alone",
    f"{DESK}/exports/{{kind}}": "a file in which everything stands",
    f"{DESK}/documents/{{document}}": "a file, kept as it was printed",
    f"{DESK}/people/{{code}}/{{field}}.pdf": "a file, kept as it was sent",
    f"{DESK}/people/{{code}}/copy.json": "a file, of one person alone",
    f"{DESK}/people/{{code}}/copy.zip": "a file, of one person alone",
    f"{DESK}/messages/{{deed}}": "one message, which is there for ten minutes only",
    f"{DESK}/arrange": "the whole pool is solved for it",
    f"{DESK}/arrange/never": "the whole pool is solved for it",
    f"{DESK}/arrange/for/{{mentee}}": "the whole pool is solved for it",
    f"{DESK}/match/balance": "the whole pool is solved for it",
    f"{DESK}/match/changes": "the whole pool is solved for it",
    f"{DESK}/match/search": "the whole pool is solved for it",
    f"{DESK}/match/{{mentee}}": "the whole pool is solved for it",
}
"""What is no page, or needs everybody, and why."""


SOME = 52  # of each kind, so that every list of the desk has more than a page


def furnished(world: World) -> World:
    """The cohort with something in every corner: applications that wait, cases that sleep, drafts, an act done lately."""
    now = world.clock.now()

    def more(cohort):
        lead = cohort.lead.code
        for code in [one for one in cohort.applications if int(one[1:]) <= SOME]:
            person, application = cohort.participants[code], cohort.applications[code]
            new = f"{code[0]}{int(code[1:]) + 500}"
            waiting = replace(application, id=new, state=ApplicationState.SUBMITTED, decided_at=None)
            cohort = cohort.put(replace(person, id=new, email=f"{new}@example.org"), waiting)
            cohort = asked(cohort, "screening", new, lead, now)
        for pair in [one for one in cohort.groups if int(one[1:]) <= SOME]:
            rests = Escalation(
                f"{pair}:help:rests", pair, "help", pair, now - timedelta(9), snoozed_until=now + timedelta(3)
            )
            told = (Remark(f"N{pair[1:]}", now - timedelta(1), "It is urgent now"),)
            since = {"decided_at": now - timedelta(3), "decided_by": lead}
            wakes = replace(rests, id=f"{pair}:help:wakes", remarks=told, **since)
            over = replace(rests, id=f"{pair}:help:over", snoozed_until=None, state=EscalationState.RESOLVED, **since)
            cohort = cohort.put(rests, wakes, replace(over, outcome="resumed"))
        return cohort

    world.office.store.update(world.code, more)
    order = Order(
        "note_absence", "N02", world.cohort.lead.code, {"first": f"{now:%Y-%m-%d}", "last": f"{now:%Y-%m-%d}"}
    )
    carry_out(world.office, world.code, order, look(world.office, world.code, order).caused.mark)
    with world.office.store.db.writing() as db:
        theirs = messages.c.key.like("N0%"), messages.c.to.like("N0%")
        drafts = db.scalars(select(messages.c.id).where(*theirs).order_by(messages.c.id).limit(2)).all()
        db.execute(update(messages).where(messages.c.id.in_(drafts)).values(state=MessageState.DRAFT))
    return world


def pages_of(world: World) -> dict[str, list[str]]:
    """By route, pages that are there in a furnished cohort in mentoring."""
    store = world.office.store
    with store.db.reading() as db:
        m = messages.c
        letter = db.execute(select(m.id, m.letter).where(m.to == "N01").order_by(m.id)).first()
        calendar = db.scalar(select(m.id).where(m.calendar != "").order_by(m.id))
        draft = db.scalar(select(m.letter).where(m.state == MessageState.DRAFT).order_by(m.id))
    there = {
        "DEED": store.deeds.since(world.code, world.clock.now() - timedelta(1))[0].id,
        "DRAFT": draft,
        "CALENDAR": calendar,
        "LETTERS": letter.letter,
        "LETTER": letter.id,
        "TOMORROW": f"{world.clock.now() + timedelta(1):%Y-%m-%d}",
    }
    missing = [name for name, value in there.items() if value is None]
    return {
        route: [_here(world, route, way, there) for way in ways if not any(name in way for name in missing)]
        for route, ways in WAYS.items()
    }  # fmt: skip


def _here(world: World, route: str, way: str, there: dict[str, object]) -> str:
    for name, value in there.items():
        way = way.replace(name, str(value))
    return f"{world.desk()}{way}" if route.startswith(DESK) else route
