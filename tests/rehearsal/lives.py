"""Lives: short cohorts in which, between them, everything happens that can happen in one. Each is played once for all tests.

Who does what is fixed here as far as it can be, so that it does not hang on the dice whether something is seen.
"""

import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from office.office import open_office
from office.policies import policy
from office.settings import Settings
from rehearsal.acting.cast import Cast, Errand, cast
from rehearsal.acting.personas import COORDINATOR_WITHIN, Hours
from rehearsal.rehearse import MEMORY, rehearse
from rehearsal.staging.faults import Faults
from rehearsal.telling.chronicle import Chronicle
from tests.rehearsal.plays import SHORT
from tests.rehearsal.seen import Name, seen


@dataclass(frozen=True)
class Life:
    """A cohort to be played. `mentors` and `mentees`: the persona of each; all but the preset as in Cast."""

    seed: int
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    policy: Mapping[str, Any] = field(default_factory=dict)
    faults: Faults | None = None
    decides_within: Hours = COORDINATOR_WITHIN
    neglects: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    errands: tuple[Errand, ...] = ()
    preset: str = "industry-one-to-one"

    @property
    def cast(self) -> Cast:
        numbers = len(self.mentors), len(self.mentees)
        recruitment = policy(self.preset).recruitment
        everybody = cast(self.seed, *numbers, recruitment=recruitment).actors  # mentors first
        personas = {actor.email: habit for actor, habit in zip(everybody, self.mentors + self.mentees, strict=True)}
        coordinator = {name: getattr(self, name) for name in ("decides_within", "neglects", "prefers", "errands")}
        people = cast(self.seed, *numbers, personas=personas, recruitment=recruitment)
        return replace(people, **coordinator)


def mixed(*sections: Mapping[str, Any]) -> dict[str, Any]:
    """Overrides of a policy, section by section."""
    told: dict[str, Any] = {}
    for overrides in sections:
        for section, values in overrides.items():
            told[section] = {**told.get(section, {}), **values} if isinstance(values, Mapping) else values
    return told


CHOOSING = {
    "calendar": {"mentoring_months": 3, "recruitment_months": 3},
    "matching": {
        "mode": "self_choice",
        "choosers": "both",
        "meetings_max": 2,
        "weights": {"choices": 30, "chemistry": 30},
    },
}
# After the first letter the coordinator hears of it, then comes the one that moves the reluctant.
DESK = [{"after": "0 days"}, {"after": "4 days", "to": "coordinator"}, {"after": "8 days"}, {"after": "11 days"}]
ON_THE_DESK = {
    "matching": {"offer_ladder": [{"after": "2 days", "to": "coordinator"}, {"after": "4 days"}, {"after": "6 days"}]},
    "sessions": {"ask_for_a_date": DESK, "report_ladder": DESK},
    "checks": {"agreement_ladder": DESK, "plan_ladder": DESK, "check_ladder": DESK, "reflection_ladder": DESK},
}
TOO_MANY_WOMEN = {"label": "Women", "trait": "gender", "values": ["woman"], "on": "mentors", "at_least": 9}
MANY = {"pairs_aim": 9, "pairs_min": 5}
A_WEEK, A_FORTNIGHT = (70.0, 170.0), (220.0, 320.0)  # hours


def off(day: float) -> Errand:
    """The coordinator calls the cohort off."""
    return Errand(day, "steer", {"action": "call_off", "reason": "The money is gone.", "sure": "yes"})


def verdict(day: float, hour: int, code: str, wanted: str) -> Errand:
    """The coordinator decides about an application, perhaps not for the first time."""
    marks = dict.fromkeys(("field", "trajectory", "planning", "contribution"), "2")
    content = {**marks, "verdict": wanted, "note": "Two sentences on what you expect."}
    return Errand(day + hour / 48, "screening", content, about=code)


def stops(day: float, code: str) -> Errand:
    return Errand(day, "stop", {"sure": "yes", "reason": ""}, about=code, by=code)


def reports(day: float, session: str, outcome: str, **told: Any) -> Errand:
    return Errand(day, "session_report", {"outcome": outcome, **told}, about=session, by="N01")


def could_meet(day: float, code: str, first: str, until: str) -> Errand:
    """Somebody says when the first session of their pair could be."""
    times = [{"day": "2027-05-19", "first": first, "until": until}]
    return Errand(day, "offer_times", {"times": times}, about="P01.1", by=code)


def half_way(day: float, code: str, mark: int) -> Errand:
    marks = dict.fromkeys(("expectations_met", "partner_prepared", "answers_in_time"), mark)
    content = {**marks, "sessions_so_far": 1, "on_plan": "no"}
    return Errand(day, "midterm_check", content, about="P01", by=code)


def acts(day: float, name: str, about: str = "", /, **content: Any) -> Errand:
    """The coordinator does something without a case, in the late morning."""
    return Errand(day + 11 / 24, name, content, about=about)


WAVERING = ("keep", "accept", "decline", "accept", "waitlist", "decline", "waitlist", "incomplete", "accept", "incomplete",
            "waitlist", "decline", "incomplete")  # fmt: skip
HOLD = Errand(-27, "steer", {"action": "hold", "reason": "The house is closed."})
LIFT = Errand(-26, "steer", {"action": "lift"})
ITS_OWN = {"title": "What would you tell the next ones?", "form": "reflection_mentee", "kind": "text"}
OTHERWISE = {"agrees": "no", "words": "We did not meet."}
QUESTION = {"answer": "question", "question": "Could we also meet in the evening?"}
PUNCTUAL, FORGETFUL, RELUCTANT, SILENT = "punctual", "forgetful", "reluctant", "silent"

# Days are counted from 1 May 2027, when mentoring starts; screening ends on 6 April, in the morning of day -25.
LIVES: Mapping[str, Life] = {
    "choosing": Life(5, (FORGETFUL,) * 4, (FORGETFUL,) * 5, CHOOSING),
    "choosing, with faults": Life(
        6, (PUNCTUAL,) * 3, (PUNCTUAL,) * 3, CHOOSING, Faults(post=0.1, crashes=20, outages=((66, 5),))
    ),
    "pairs by hand": Life(8, (PUNCTUAL,) * 3, (PUNCTUAL,) * 3, {"matching": {"mode": "by_hand"}}),
    "reluctant people": Life(
        11,
        (RELUCTANT,) * 3,
        (RELUCTANT,) * 3,
        ON_THE_DESK,
        decides_within=A_FORTNIGHT,
        prefers=("snooze", "write", "resume"),
        errands=(could_meet(4.42, "N02", "09:00", "11:00"), could_meet(4.44, "M02", "13:00", "15:00")),
    ),
    "unusual people": Life(
        12,
        ("spontaneous", "leaver", "declining", "passer_by", "late", "bouncing", "uninterested"),
        ("spontaneous", "holidaymaker", "double_booker", "passer_by", "mover", "declining", "bouncing", "worried"),
        faults=Faults(at_the_door=0.5),
    ),
    "a silent pair": Life(
        13,
        (SILENT,),
        (SILENT,),
        prefers=("write", "snooze", "resume"),
        errands=(
            reports(32, "P01.1", "held", fit="not_good"),
            *(
                reports(62 + hour / 24, "P01.2", outcome)
                for hour, outcome in enumerate(
                    ("absent_mentor", "absent_mentee", "cancelled_mentor", "cancelled_mentee", "no_date")
                )
            ),
            reports(63, "P01.2", "moved", next_date="2027-07-08", next_time="10:00"),
            half_way(63, "N01", 1),
            half_way(63.1, "M01", 5),
            acts(68, "propose_extension", "P01", last="2027-08-10"),
            Errand(82.5, "decide_escalation", {"decision": "rematch"}, about="P01:midterm_gap:M01:2027-07-03"),
        ),
    ),
    "a desk that waits": Life(
        14,
        (SILENT,),
        (SILENT,),
        {"recruitment": MANY},
        decides_within=A_WEEK,
        neglects=("sign_off",),
        prefers=("extend", "open_anyway", "start", "excuse"),
    ),
    "too few pairs": Life(15, (PUNCTUAL,), (PUNCTUAL,), {"recruitment": MANY}, prefers=("call_off",)),
    "a match that cannot be": Life(
        16,
        (PUNCTUAL,),
        (PUNCTUAL,),
        {"matching": {"balance": [TOO_MANY_WOMEN]}},
        neglects=("review_proposal",),
        errands=(
            Errand(-24, "matching_terms", {"balance": [], "afterwards": "now"}),
            Errand(-23, "review_proposal", {"decision": "approve"}, about="match-2"),
            off(-20),
        ),
    ),
    "verdicts taken back": Life(
        17,
        (PUNCTUAL, PUNCTUAL, RELUCTANT),
        (PUNCTUAL, PUNCTUAL, PUNCTUAL, RELUCTANT),
        neglects=("screening",),
        errands=(
            verdict(-55, 0, "M01", "incomplete"),
            verdict(-55, 0, "M02", "decline"),
            verdict(-43, 0, "M03", "incomplete"),
            *(verdict(-43, hour, "N01", wanted) for hour, wanted in enumerate(WAVERING)),
            stops(-42.7, "N01"),
            stops(-43, "N02"),
            verdict(-43, 0, "N03", "waitlist"),
            stops(-42, "N03"),
            verdict(-31, 0, "N04", "incomplete"),
            off(-23),
        ),
    ),
    "off in preparation": Life(18, (PUNCTUAL,), (PUNCTUAL,), errands=(off(-80),)),
    "off while offers are out": Life(
        22,
        (PUNCTUAL,) * 2,
        (PUNCTUAL,) * 2,
        neglects=("review_proposal",),
        errands=(
            HOLD,
            LIFT,
            Errand(-25 + 19 / 24, "review_proposal", {"decision": "approve"}, about="match-1"),
            stops(-25 + 21 / 24, "N01"),  # the evening: offers wait for the morning
            Errand(-24 + 8.2 / 24, "proposed_match", QUESTION, about="P02", by="N02"),
            off(-24 + 8.4 / 24),
        ),
    ),
    "off in mentoring": Life(
        20,
        (PUNCTUAL,) * 3,
        (PUNCTUAL,) * 3,
        errands=(
            Errand(-0.5, "rsvp", {"answer": "coming"}, about="G-networking", by="N02"),
            Errand(
                -0.4, "rsvp", {"answer": "coming", "question": "What if one is afraid?"}, about="G-networking", by="N01"
            ),
            Errand(0.2, "note", {"words": "Would be a good speaker."}, about="N01"),
            stops(0.5, "N02"),
            off(6),
        ),
    ),
    "without a case": Life(
        22,
        (PUNCTUAL,) * 4,
        (PUNCTUAL,) * 4 + ("uninterested",),
        errands=(
            acts(-45, "change_verdict", "M04", verdict="waitlist"),
            acts(-44, "change_verdict", "M04", verdict="accept"),
            acts(-40, "move_milestone", milestone="mentees_close", day="2027-04-01", follow=False),
            acts(-38, "change_capacity", "M02", places=2),
            acts(-22, "admit_late", "N05", last="2027-04-20"),
            acts(-12, "hold_cohort", reason="The house is closed."),
            acts(-11, "let_go_on"),
            acts(5, "new_link", "N01"),
            acts(6, "correct_details", "N02", email=f"new.{cast(22, 4, 5).actors[5].email}"),
            acts(6, "pause_group", "P03", last="2027-05-20"),
            acts(10, "go_on_again", "P03"),
            acts(11, "note_absence", "M01", first="2027-06-21", last="2027-06-25"),
            acts(17, "move_milestone", milestone="mentoring_ends", day="2027-07-28", follow=True),
            acts(
                18, "add_latecomer", full_name="Jan Pozdní", email="jan@late.example", role="mentee", last="2027-05-30"
            ),
            acts(31, "change_date", "P01", session="P01.2", day="2027-06-21", time="14:00"),
            acts(32, "excuse_session", "P02", session="P02.2"),
            acts(33, "add_session", "P02", first="2027-07-12", last="2027-07-26"),
            acts(34, "log_meeting", "P03", session="P03.2", told_by="N03", held_on="2027-06-03"),
            Errand(34.8, "report_confirmation", OTHERWISE, about="P03.2", by="M03"),
            Errand(35.5, "decide_escalation", {"decision": "not_held"}, about="P03.2:disagreement:M03:2027-06-04"),
            acts(40, "stop_for_them", "N03", sure="yes"),
            acts(45, "rematch", "P01"),
            acts(60, "propose_extension", "P02", last="2027-08-10"),
            acts(60, "propose_extension", "P04", last="2027-08-12"),
            Errand(61, "own_questions", {"questions": [ITS_OWN]}),
            acts(62, "log_meeting", "P02", session="P02.3", told_by="N02", held_on="2027-07-01"),
            Errand(62.8, "report_confirmation", OTHERWISE, about="P02.3", by="M02"),
            Errand(63.5, "decide_escalation", {"decision": "took_place"}, about="P02.3:disagreement:M02:2027-07-02"),
            acts(65, "change_date", "P04", session="P04.2", day="2027-07-08", time="10:00"),
            acts(72, "change_date", "P02", session="P02.4", day="2027-08-05", time="10:00"),
        ),
    ),
    "gatherings that change": Life(
        22,
        (PUNCTUAL,) * 2,
        (PUNCTUAL,) * 2,
        neglects=("gathering", "attendance"),
        prefers=("write", "resume"),
        errands=(
            acts(-6, "change_gathering", "G-networking", place="Room 4"),
            Errand(-3.5, "rsvp", {"answer": "coming"}, about="G-networking", by="N01"),
            acts(-3, "change_gathering", "G-networking", day="2027-05-06"),
            Errand(-1.5, "rsvp", {"answer": "coming"}, about="G-networking", by="N01"),
            Errand(1.5, "rsvp", {"answer": "coming"}, about="G-networking", by="N02"),
            acts(2, "change_gathering", "G-networking", place="Room 12"),
            Errand(4.5, "rsvp", {"answer": "no"}, about="G-networking", by="N01"),
            Errand(14, "attendance", {"came": ["N02"]}, about="G-networking"),
            acts(25, "add_recording", "G-networking", recording="https://film.example/1"),
            acts(
                30,
                "add_gathering",
                title_of_it="A visit",
                day="2027-06-15",
                time="17:00",
                place="Gate 2",
                kind="activity",
                audience="all",
            ),
            Errand(38.5, "rsvp", {"answer": "recording"}, about="G-activity", by="N02"),
            acts(40, "cancel_gathering", "G-activity"),
        ),
    ),
    "among academics": Life(31, ("punctual",) * 2, ("punctual",) * 2, preset="academic-one-to-one"),
    "a society": Life(32, ("punctual",) * 2, ("punctual", "forgetful"), preset="virtual-society"),
    "off in follow-up": Life(
        21,
        (SILENT,) * 2,
        (SILENT,) * 2,
        prefers=("rematch",),
        errands=(
            Errand(58.5, "recontract", {"decision": "end", "words": "We said it all."}, about="P01", by="N01"),
            Errand(86.5, "decide_escalation", {"decision": "end"}, about="P02.2:missed:2027-07-02:3"),
            off(100),
        ),
    ),
}


@cache
def lived(name: str) -> tuple[Chronicle, frozenset[Name]]:
    """A life, and all that was seen in it."""
    life = LIVES[name]
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        file = Path(folder) / "rehearsal.sqlite"
        settings = Settings(
            _env_file=None, data=folder, database_url=f"sqlite:///{file}", secret_keys="x", smtp_host=""
        )
        office = open_office(settings)
        office.store.migrate()
        with sqlite3.connect(file) as db:
            db.executescript(WATCH_THE_POST)
        terms = policy(life.preset, mixed(SHORT, life.policy))
        told = rehearse(terms, life.cast, life.seed, faults=life.faults, office=office, probes=2)
        office.store.close()
        with sqlite3.connect(file) as db:
            moves = {("move", f"message: {before} → {after}") for before, after in db.execute("SELECT * FROM moved")}
    return told, frozenset(seen(told.history) | moves)


# The way of a letter is kept nowhere: the database itself notes it.
WATCH_THE_POST = """
    CREATE TABLE moved (before TEXT, after TEXT, UNIQUE (before, after) ON CONFLICT IGNORE);
    CREATE TRIGGER moved AFTER UPDATE OF state ON messages WHEN old.state != new.state
    BEGIN INSERT INTO moved VALUES (old.state, new.state); END;
"""
