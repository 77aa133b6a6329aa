"""Alarm: a letter to the admin when a run has failed or no round was made. Not through the outbox, which may be what stopped.

Names runs, cohorts and counts only. One letter in six hours about one matter, whoever notices it first; what could not be
sent is tried again at the next notice. Without an address or a mail server there is only the log, the desk and the doctor.
"""

import html
import logging
import re
from datetime import datetime, timedelta

from domain.messages import Parcel, Rendered
from domain.saying import say
from office.office import Office
from office.silence import silent
from words import ENGLISH, tongue

log = logging.getLogger(__name__)

QUIET = timedelta(hours=6)
ADMIN = "admin"
FAILED_RUNS = "/v2/runs?state=Failed,Crashed"
LINK = re.compile(r"https?://\S+")
REMEDY = say("`mentoring doctor` says what is wrong and how to mend it. What waits is done once it is mended.")


def run_failed(office: Office, run: str) -> bool:
    """Tell that a run of a flow has failed, by its name; whether a letter went out."""
    flow = run.partition(" · ")[0]
    subject = say("The run “{run}” has failed", run=run)
    dashboard = office.settings.dashboard_url or office.settings.prefect_url.removesuffix("/api")
    where = say(
        "On the dashboard this run tells the step, the record and the kind of error: {place}",
        place=f"{dashboard.rstrip('/')}{FAILED_RUNS}",
    )
    return _tell(office, f"failed:{flow}", subject, where)


def look_for_silence(office: Office) -> bool:
    """Tell of open cohorts that nobody has looked at for three rounds; whether a letter went out."""
    waiting = silent(office)
    if not waiting:
        return False
    cohorts = [f"{code} ({last:%Y-%m-%d %H:%M} UTC)" for code, last in waiting.items()]
    subject = say("The office stands still: no round was made")
    words = say(
        "Nobody has looked at these cohorts since: {cohorts}. No letter and no reminder goes out.", cohorts=cohorts
    )
    return _tell(office, "silence", subject, words)


def _tell(office: Office, matter: str, subject: str, words: str) -> bool:
    spoken, now = tongue(ENGLISH), office.clock.now()
    log.warning("%s", spoken.say(subject))
    to, lease = str(office.settings.admin_email), f"alarm:{matter}"
    if not to or office.postman is None or not office.settings.smtp_host:
        return False
    last = office.store.leases.last_beat(lease)
    if last is not None and now - last < QUIET:
        return False
    if not office.store.leases.take(lease, ADMIN + now.isoformat(), now, 60):
        return False
    lines = [spoken.say(line) for line in (words, REMEDY)]
    letter = Rendered(spoken.say(subject), "\n\n".join(lines), "".join(f"<p>{_as_html(line)}</p>" for line in lines))
    sent = [
        outcome.result == "sent" for outcome in office.postman.send([_parcel(office, to, letter, now)], on_dot=_gone)
    ]
    if any(sent):
        office.store.leases.beat(lease, now)
    return any(sent)


def _as_html(line: str) -> str:
    return LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html.escape(line))


def _parcel(office: Office, to: str, letter: Rendered, now: datetime) -> Parcel:
    settings = office.settings
    return Parcel(
        id=0,
        cohort="",
        key=f"alarm:{now:%Y-%m-%dT%H%M%S}",
        to=ADMIN,
        to_name="",
        to_email=to,
        reply_name=settings.sender_name,
        reply_email=str(settings.sender_email),
        rendered=letter,
        written_at=now,
        until=now + QUIET,
        attempts=1,
        message_id=f"<alarm.{now:%Y%m%dT%H%M%S}@{settings.mail_domain}>",
    )


def _gone(parcel: Parcel) -> None:
    """Nothing is marked: the letter stands in no outbox."""
