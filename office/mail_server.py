"""Mail server: whether letters can leave, and whether it lets us in, asked without sending anything.

Sending is notifications/postman.
"""

import smtplib
import ssl

from domain.saying import say
from office.office import Office
from office.reach import host_of, stays_here
from office.settings import Settings

TIMEOUT_SECONDS = 10


def knock(settings: Settings) -> None:
    """Connect, encrypt, log in, leave. OSError or smtplib.SMTPException says what the server minds."""
    context = ssl.create_default_context()
    opened: smtplib.SMTP
    if settings.smtp_security == "tls":
        opened = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        opened = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
    with opened as server:
        server.ehlo()
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
            server.ehlo()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())


def standstill(office: Office) -> str:
    """Why no letter leaves at all; "" when letters leave."""
    return why_paused(office) or ("" if office.postman else why_letters_wait(office.settings))


def why_paused(office: Office) -> str:
    """What stopped the whole queue; "" when nothing did."""
    pause = office.store.outbox.paused()
    if pause is None or not pause.refused:
        return pause.reason if pause else ""
    return say(
        "the mail server refuses our letters, those to one person in a row ({words})",
        "the mail server refuses our letters, those to {n} people in a row ({words})",
        n=pause.refused,
        words=pause.reason,
    )


def why_letters_wait(settings: Settings) -> str:
    """What keeps letters here by the settings alone; "" when they go by mail or to the inbox page."""
    if settings.smtp_host or settings.shows_inbox:
        return ""
    if not settings.is_public:
        return say("no mail server is set, and the inbox page is off")
    place = settings.web_host if stays_here(host_of(settings.base_url)) else settings.base_url
    return say("no mail server is set, and the inbox page stays closed because others can reach {place}", place=place)


def go_on_when_mended(office: Office) -> bool:
    """Whether the mail server lets us in again after a pause, so that a letter may try; with none waiting, the pause ends.

    Whoever mended what the pause began with need not tell anybody.
    """
    if office.store.outbox.paused() is None:
        return True
    try:
        if office.settings.smtp_host:
            knock(office.settings)
    except (OSError, smtplib.SMTPException):
        return False
    if office.store.outbox.is_empty():
        office.store.outbox.resume()
    return True
