"""Answers on meetings: dates, reports, and who comes, as an acted person writes them into the forms of a session."""

from datetime import date, time, timedelta

from domain.dates import day_of, moment
from domain.ends import ends_of
from domain.topics import offered_in
from rehearsal.acting.scenes import WORDS, Content, Scene

USEFUL, USEFUL_SHARES = (1, 2, 3, 4), (1, 6, 45, 48)


def session_date(scene: Scene) -> Content:
    day = a_day(scene, max(day_of(scene.at, scene.cohort.zone), day_of(scene.session.opens, scene.cohort.zone)))
    return {
        "day": day,
        "time": time(scene.random.randint(9, 17)),
        "minutes": scene.session.minutes,
        "place": "Video call",
    }


def offer_times(scene: Scene) -> Content:
    """What the other has offered, where there is any and it suits; else some hours on three days."""
    if scene.known.get("times") and scene.chance(0.75):
        return {}
    first = max(day_of(scene.at, scene.cohort.zone), day_of(scene.session.opens, scene.cohort.zone))
    hours = [scene.random.randint(9, 14) for _ in range(3)]
    return {"times": [{"day": a_day(scene, first), "first": time(hour), "until": time(hour + 3)} for hour in hours]}


def a_day(scene: Scene, after: date, least: int = 3, most: int = 14) -> date:
    """A working day some days after `after`, still within mentoring if there is any left."""
    day = after + timedelta(scene.random.randint(least, most))
    ends = ends_of(scene.cohort, scene.cohort.groups[scene.session.group])
    last = day_of(ends, scene.cohort.zone) - timedelta(1)
    day = max(min(day, last), day_of(scene.at, scene.cohort.zone) + timedelta(1))
    return day - timedelta(day.weekday() - 4) if day.weekday() > 4 and day - timedelta(2) > after else day


def session_report(scene: Scene) -> Content:
    """A dated session has mostly taken place; one that never got a date is dated now, or nobody knows what to say."""
    session = scene.session
    if session.starts_at is None and "session_date" in scene.persona.never:
        return _held(scene, day_of(scene.at, scene.cohort.zone))
    over = session.starts_at is not None and session.starts_at < scene.at
    if over and scene.chance(0.92 if scene.version == 1 else 0.97):
        assert session.starts_at is not None
        return _held(scene, day_of(session.starts_at, scene.cohort.zone))
    if not over and scene.chance(0.25):
        return {"outcome": "no_date"}
    if scene.chance(0.8):
        return {"outcome": "moved", **_next_date(scene)}
    return {"outcome": scene.random.choice(("cancelled_mentee", "cancelled_mentor", "absent_mentor", "no_date"))}


def _held(scene: Scene, day: date) -> Content:
    content: Content = {
        "outcome": "held",
        "held_on": day,
        "minutes": scene.random.choice((45, 60, 60, 75)),
        "format": "online",
        "topics": scene.random.sample(list(offered_in(scene.cohort, scene.cohort.groups[scene.session.group])), 2),
        "summary": scene.random.choice(WORDS),
        "next_step": "Write to the person we spoke about.",
        "usefulness": scene.random.choices(USEFUL, USEFUL_SHARES)[0],
    }
    if scene.session.number == 1:
        content["fit"] = scene.random.choices(("good", "deciding", "not_good"), (86, 11, 3))[0]
    if scene.chance(0.015):
        content["private"] = "Our meetings always end after twenty minutes."
    coming = scene.cohort.sessions.get(f"{scene.session.group}.{scene.session.number + 1}")
    undated = coming is not None and coming.starts_at is None
    return content | (_next_date(scene, 24, 33) if undated and scene.chance(0.35) else {})


def _next_date(scene: Scene, least: int = 3, most: int = 10) -> Content:
    day, at = a_day(scene, day_of(scene.at, scene.cohort.zone), least, most), time(scene.random.randint(9, 17))
    starts = moment(day, at, scene.cohort.zone)
    ends = ends_of(scene.cohort, scene.cohort.groups[scene.session.group])
    if starts + timedelta(hours=2) > ends or starts <= scene.at:
        return {}
    return {"next_date": day, "next_time": at}


def confirmation(scene: Scene) -> Content:
    if scene.chance(0.03):
        return {"agrees": "no", "words": "We spoke for ten minutes only."}
    told: Content = {"agrees": "yes", "usefulness": scene.random.choices(USEFUL, USEFUL_SHARES)[0]}
    if scene.session.number == 1:
        told["fit"] = scene.random.choices(("good", "deciding", "not_good"), (86, 11, 3))[0]
    return told


def gathering(scene: Scene) -> Content:
    """Where it is, and nothing that could wait."""
    return {"place": f"https://meet.example/{scene.invitation.about}"}


def attendance(scene: Scene) -> Content:
    """Whoever said yes was there, and the link of the recording is at hand; or others came, and nothing was recorded."""
    offered = scene.form.options(scene.cohort, scene.invitation)["came"]
    said = scene.form.prefilled(scene.cohort, scene.invitation)["came"]
    if scene.chance(0.6):
        return {"came": said, "recording": f"https://film.example/{scene.invitation.about}"}
    return {"came": tuple(code for code in offered if scene.chance(0.9 if code in said else 0.1))}


def rsvp(scene: Scene) -> Content:
    return {"answer": scene.random.choices(("coming", "recording", "no"), (70, 18, 12))[0]}
