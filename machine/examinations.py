"""Examinations: the single questions of the doctor. Each yields (state, what is the case, what to do about it)."""

import shutil
import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx

from domain.lifecycles import MessageState
from domain.saying import say
from machine import surroundings
from machine.examinations_of_prefect import Found, deployments, prefect, rounds
from office.believed import REMEDY, doubt
from office.mail_server import knock, why_letters_wait, why_paused
from office.offering import scripts_without_a_font, spoken_in_part, spoken_whole
from office.office import Office
from office.reach import stays_here
from storage.private import open_to_others
from words import tongue

PYTHON_MIN = (3, 11)
# With others the server looks healthy, but dashboard or scheduler do not work (docs/measured.md, "Prefect: versions").
PINS = {"prefect": ((3, 8, 8), (3, 8, 9)), "fastapi": ((0, 139), (0, 151)), "sqlalchemy": ((2, 0, 45), (2, 1))}
DISK_FREE_MIN = 1_000_000_000  # bytes: uploads, logs and two databases
ANSWERS_WITHIN_SECONDS = 3  # of a server on this machine
FOR_A_PERSON = (MessageState.FAILED, MessageState.UNKNOWN)


# --- the machine ------------------------------------------------------------------------------------------------


def python(office: Office) -> Iterator[Found]:
    """The interpreter is new enough."""
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON_MIN:
        yield (
            "problem",
            say("This is Python {here}.", here=here),
            say("Install Python 3.11 or newer and run `make install` again."),
        )
    else:
        yield "ok", say("Python {here}.", here=here)


def pins(office: Office) -> Iterator[Found]:
    """The packages that break Prefect when they are too new."""
    for name, (lowest, below) in PINS.items():
        found = version(name)
        numbers = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
        if lowest <= numbers < below:
            yield "ok", say("{name} {found}.", name=name, found=found)
        else:
            yield (
                "problem",
                say(
                    "{name} {found} is installed; Prefect needs {lowest} or later, below {below}.",
                    name=name,
                    found=found,
                    lowest=".".join(map(str, lowest)),
                    below=".".join(map(str, below)),
                ),
                say("Run `make install`: it is locked."),
            )


def data_folder(office: Office) -> Iterator[Found]:
    """We may write there, and there is room."""
    folder = office.settings.data
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        remedy = say("Give this user the right to write there, or set MENTORING_DATA to another folder.")
        yield (
            "problem",
            say("The data folder {folder} cannot be written ({reason}).", folder=str(folder), reason=error.strerror),
            remedy,
        )
        return
    free = shutil.disk_usage(folder).free
    if free < DISK_FREE_MIN:
        yield (
            "warning",
            say("Only {free} MB are free for {folder}.", free=free // 1000000, folder=str(folder)),
            say("Make room, or move the data folder."),
        )
    else:
        yield "ok", say("The data folder is {folder}.", folder=str(folder))
    key, files, tables = folder / "secret-key", office.settings.files, office.store.db
    if open_to_others(key):
        yield (
            "warning",
            say("Others on this machine may read {key}, which signs all links.", key=str(key)),
            say("Run `chmod 600 {key}`.", key=key),
        )
    private = {folder: 700, files: 700} | ({tables.path: 600} if tables.is_sqlite else {})
    for path, mode in private.items():
        if open_to_others(path):
            yield (
                "warning",
                say("Others on this machine may open {path}.", path=path),
                say("Run `chmod {mode} {path}`; a start does it too.", mode=mode, path=path),
            )


def zones(office: Office) -> Iterator[Found]:
    """Time zones are known: ours in an example, and that of every cohort."""
    unknown = []
    for zone in sorted({"Europe/Prague", *_cohort_zones(office)}):
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            unknown.append(zone)
    if unknown:
        yield (
            "problem",
            say("Unknown time zones: {unknown}.", unknown=", ".join(unknown)),
            say("Run `make install`: the package tzdata is missing."),
        )
    else:
        yield "ok", say("Time zones are known.")


def _cohort_zones(office: Office) -> list[str]:
    return [office.store.load(code, focus={""}).zone for code in office.store.cohorts()]


def clock(office: Office) -> Iterator[Found]:
    """The clock goes on from where the office last looked at it."""
    if found := doubt(office):
        yield (
            "problem",
            say("{doubt}: nothing is done until somebody says that this is right.", doubt=found.in_words),
            REMEDY,
        )
    else:
        yield "ok", say("The clock says {now} UTC.", now=f"{office.clock.now():%Y-%m-%d %H:%M}")


def ports(office: Office) -> Iterator[Found]:
    """Our ports are free, or it is us who listen there."""
    for name, part in surroundings.parts_of(office.settings).items():
        if part.address is None or not surroundings.port_taken(*part.address):
            continue
        host, port = part.address
        if _answers(part.ready_at):
            yield "ok", say("{name} answers on port {port}.", name=name, port=str(port))
        else:
            remedy = say("Set {setting} to a free port, or stop the other program.", setting=part.port_setting)
            yield (
                "problem",
                say(
                    "Port {port} on {host}, meant for {name}, is taken by another program.",
                    port=str(port),
                    host=host,
                    name=name,
                ),
                remedy,
            )


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=ANSWERS_WITHIN_SECONDS, follow_redirects=False).status_code < 500
    except httpx.HTTPError:
        return False


# --- database, web and post -------------------------------------------------------------------------------------


def database(office: Office) -> Iterator[Found]:
    """It is there, of our version, whole, and may be written; StorageError says what else."""
    office.store.check()
    yield "ok", say("The database is {place}.", place=office.store.db.place)


def address(office: Office) -> Iterator[Found]:
    """Links in letters lead to the web app, and nobody is meant to read the inbox page where others can come."""
    settings = office.settings
    parts = urlsplit(settings.base_url)
    local = stays_here(parts.hostname)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        remedy = say("Set MENTORING_BASE_URL to the address participants use, such as https://mentoring.example.org.")
        yield "problem", say("{base_url} is no address of a web app.", base_url=repr(settings.base_url)), remedy
        return
    if local and settings.smtp_host:
        remedy = say("Set MENTORING_BASE_URL to the address under which participants reach the web app.")
        yield (
            "problem",
            say("Letters go out by mail, but their links lead to {base_url}.", base_url=settings.base_url),
            remedy,
        )
    elif not local and parts.scheme == "http":
        remedy = say("Put a proxy with TLS in front and set MENTORING_BASE_URL to https://…: a link is a login.")
        yield "warning", say("Links lead to {base_url}, which is not encrypted.", base_url=settings.base_url), remedy
    else:
        yield "ok", say("Links lead to {base_url}.", base_url=settings.base_url)
    if settings.inbox == "on" and settings.is_public:
        remedy = say("Take MENTORING_INBOX out; `mentoring serve` does not start with it.")
        yield (
            "problem",
            say("MENTORING_INBOX=on would show every letter with its links to all who know the address."),
            remedy,
        )
    if not _answers(settings.base_url):
        yield (
            "warning",
            say("Nobody answers at {base_url}.", base_url=settings.base_url),
            say("Start it with `mentoring serve`."),
        )


def mail_server(office: Office) -> Iterator[Found]:
    """It answers, encrypts and knows us. Nothing is sent."""
    settings = office.settings
    if reason := why_letters_wait(settings):
        remedy = say(
            "Set MENTORING_SMTP_HOST to your mail server; until then letters wait, and go out if still wanted."
        )
        yield "problem", reason, remedy
    if not settings.smtp_host:
        if settings.shows_inbox:
            yield (
                "warning",
                say("No mail server is set: letters are on the inbox page."),
                say("For real, set MENTORING_SMTP_HOST."),
            )
        return
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        knock(settings)
    except smtplib.SMTPAuthenticationError:
        remedy = say("Check MENTORING_SMTP_USER and MENTORING_SMTP_PASSWORD. Letters wait meanwhile.")
        yield "problem", say("The mail server {place} refuses our user name or password.", place=place), remedy
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        remedy = say(
            "Check MENTORING_SMTP_SECURITY (starttls, tls or none), MENTORING_SMTP_PORT and MENTORING_SMTP_USER."
        )
        yield (
            "problem",
            say("The mail server {place} does not do what we ask ({kind}).", place=place, kind=type(error).__name__),
            remedy,
        )
    except (OSError, smtplib.SMTPException) as error:
        remedy = say("Check MENTORING_SMTP_HOST and MENTORING_SMTP_PORT, and that this machine may reach it.")
        yield (
            "problem",
            say("The mail server {place} does not answer ({kind}).", place=place, kind=type(error).__name__),
            remedy,
        )
    else:
        yield "ok", say("The mail server {place} lets us in.", place=place)
    if str(settings.sender_email).endswith((".example.org", ".example.com", "@example.org")):
        remedy = say("Set MENTORING_SENDER_EMAIL to an address of yours that takes replies.")
        yield (
            "problem",
            say("Letters would come from {sender_email}, which does not exist.", sender_email=settings.sender_email),
            remedy,
        )


def post(office: Office) -> Iterator[Found]:
    """The outbox is not paused, and no letter waits for a person."""
    if reason := why_paused(office):
        remedy = say(
            "Mend what it names. One letter is tried every ten minutes; once it is taken, all that wait go out."
        )
        yield "problem", say("The post is paused: {reason}.", reason=reason), remedy
    counts = {code: office.store.letters.counts_of(code) for code in office.store.cohorts()}
    failed = {code: sum(post.get(state, 0) for state in FOR_A_PERSON) for code, post in counts.items()}
    if any(failed.values()):
        where = ", ".join(f"{code} {number}" for code, number in failed.items() if number)
        yield (
            "warning",
            say("Letters that a person must look at: {where}.", where=where),
            say("Open the desk of the cohort, section Post."),
        )
    elif not reason:
        yield "ok", say("The post goes out.")


def coordinators(office: Office) -> Iterator[Found]:
    """Whoever decides can be written to."""
    people = office.store.register.coordinators()
    for person in people:
        if person.bounced_at:
            since = person.bounced_at.date()
            words = say("Letters to the coordinator {code} come back since {since}.", code=person.code, since=since)
            command = f'`mentoring coordinator add {person.code} "…" …@…`'
            remedy = say("Register the right address: {command}. Letters wait for it.", command=command)
            yield "problem", words, remedy
    if people and not any(person.bounced_at for person in people):
        yield "ok", say("Letters reach the coordinators, as far as we know.")


def languages(office: Office) -> Iterator[Found]:
    """What is spoken whole; a language that is translated in part is offered to nobody, and says so here."""
    yield "ok", say("Spoken: {languages}.", languages=tuple(spoken_whole().values()))
    for code, left in spoken_in_part().items():
        words = say(
            "{language} is translated in part; still to do are texts: {texts}, letters: {letters}, documents: {documents}.",
            language=tongue(code).own_name,
            texts=left.texts,
            letters=left.letters,
            documents=left.documents,
        )
        yield "warning", words, say("Nobody is offered it until all is done; `make words` tells what is missing.")


def fonts(office: Office) -> Iterator[Found]:
    """In which scripts a name on a certificate can be printed; what no font has is left out of it."""
    east, others = scripts_without_a_font()
    for scripts, package in ((others, "fonts-noto-core"), (east, "fonts-noto-cjk")):
        if scripts:
            words = say("Names in these scripts cannot be printed: {scripts}.", scripts=scripts)
            yield "warning", words, say("On Debian install {package}, then start the office again.", package=package)
    if not east and not others:
        yield "ok", say("Names can be printed in every script we look for.")


EXAMINATIONS: dict[str, Callable[[Office], Iterator[Found]]] = {
    "python": python,
    "packages": pins,
    "data folder": data_folder,
    "database": database,
    "time zones": zones,
    "clock": clock,
    "languages": languages,
    "fonts": fonts,
    "ports": ports,
    "address": address,
    "mail server": mail_server,
    "post": post,
    "coordinators": coordinators,
    "prefect": prefect,
    "deployments": deployments,
    "rounds": rounds,
}
