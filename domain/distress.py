"""Distress: words by which somebody may ask for help without saying so. A closed list; what follows is a case to be read.

Cautious on purpose: a false alarm costs the coordinator a look. Only answers that the coordinator may read anyway are
looked through, and nobody's words are repeated in keys or letters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.belonging import Reader
from domain.cohort import Cohort
from domain.escalations import Noted
from domain.forms.form import Form, meta
from domain.forms.verbs import open_case
from domain.invitations import Invitation
from domain.policy import Policy
from domain.reading import may_read

CALL = "call_for_help"
"""The matter of the case (domain/escalations.py)."""
WRITTEN = ("line", "text", "rows")

# Beginnings of words, or of phrases, in small letters and without accents. Whatever somebody's language here, each list is
# looked for: people write in the one in which they feel.
STEMS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "unsafe", "not safe", "not feel safe", "harass", "afraid", "scared", "frighten", "terrified", "threatened me",
        "threatens me", "threatening me", "bullied", "bullying", "intimidat", "abused me", "abusive", "abuses me", "assault",
        "humiliat", "insulted", "insults me", "shout", "yelled", "yells", "stalk", "blackmail", "discriminated", "racist",
        "sexist", "sexual remark", "sexual comment", "touched me", "inappropriate", "uncomfortable", "crossed a line",
        "panic", "desperate", "hopeless", "helpless", "cannot cope", "can t cope", "cannot go on", "can t go on", "suicid",
        "kill myself", "hurt myself", "harm myself", "end my life", "need help", "please help", "help me please",
        "need to talk", "can we talk", "could we talk", "talk to you", "talk with you", "speak to you", "speak with you",
        "please call me", "something happened",
    ),
    "es": (
        "tengo miedo", "tenia miedo", "me da miedo", "me dio miedo", "asustad", "aterra", "acoso", "acosa", "hostig",
        "intimid", "amenaza", "me amenaz", "humill", "me insult", "me grit", "gritando", "me agred", "agresi", "abuso",
        "abusa", "violencia", "chantaj", "discriminad", "me discrimin", "racist", "machist", "comentario sexual",
        "comentarios sexuales", "me toco", "inapropiad", "incomod", "no me siento segur", "no me siento a salvo",
        "paso de la raya", "peligr", "panico", "ataque de ansiedad", "desesper", "sin esperanza", "no puedo mas",
        "no puedo seguir", "no aguanto", "suicid", "quitarme la vida", "hacerme dano", "matarme", "necesito ayuda",
        "ayuda por favor", "ayudame", "ayudadme", "ayudenme", "necesito hablar", "podemos hablar", "podriamos hablar",
        "hablar contigo", "hablar con usted", "hablar con vosotr", "llamame", "llamadme", "llameme", "ha pasado algo",
        "algo ha pasado", "paso algo",
    ),
    "cs": (
        "bojim se", "bala jsem se", "bal jsem se", "strach", "obtezov", "obtezuj", "sikan", "vyhroz", "vyhruz",
        "ponizu", "ponizil", "nasili", "zneuzi", "urazel", "urazil", "krice", "krici", "rval na", "rve na", "nebezpec",
        "necitim se bezpec", "diskriminuj", "panik", "zoufal", "beznad", "sebevra", "ublizi", "ublizuj", "nevhodn",
        "neprijemn", "potrebuji pomoc", "pomozte", "potrebuji mluvit", "potrebuji si promluvit", "muzeme si promluvit",
        "muzeme mluvit", "mluvit s vami", "promluvit s vami", "zavolejte mi", "neco se stalo",
    ),
    "sk": (
        "bojim sa", "bala som sa", "bal som sa", "strach", "obtazov", "obtazuj", "sikan", "vyhraz", "ponizuj", "ponizil",
        "nasilie", "zneuzi", "urazal", "urazil", "krical", "krici", "nebezpec", "necitim sa bezpec", "diskriminuj",
        "panik", "zufal", "beznadej", "samovra", "ublizi", "ublizuj", "nevhodn", "neprijemn", "potrebujem pomoc",
        "pomozte", "potrebujem hovorit", "mozeme sa porozpravat", "mozeme hovorit", "hovorit s vami", "porozpravat s vami",
        "zavolajte mi", "nieco sa stalo",
    ),
    "de": (
        "angst", "bedroh", "belastig", "gemobbt", "mobbing", "missbrauch", "gewalttat", "erniedrig", "gedemutigt", "beleidigt",
        "schreit mich", "angeschrien", "panik", "verzweifelt", "hoffnungslos", "suizid", "selbstmord", "diskriminiert",
        "ubergriff", "unangenehm", "brauche hilfe", "bitte helfen", "helfen sie mir", "mit ihnen sprechen",
        "mit ihnen reden", "konnen wir reden", "konnen wir sprechen", "rufen sie mich", "ist etwas passiert",
    ),
    "pl": (
        "boje sie", "balam sie", "balem sie", "strach", "molest", "nekan", "nekal", "nekuje", "dreczy", "grozi mi", "grozil",
        "przemoc", "poniza", "ponizyl", "krzycz", "niebezpiecz", "panik", "zrozpacz", "samobo", "dyskryminuj", "niestosown",
        "potrzebuje pomocy", "prosze o pomoc", "porozmawiac z pani", "porozmawiac z panem", "mozemy porozmawiac",
        "cos sie stalo",
    ),
    "hu": (
        "felek", "feltem", "zaklat", "fenyeget", "bantalmaz", "megalaz", "eroszak", "kiabal", "panik", "ketsegbees",
        "remenytelen", "ongyilkos", "kellemetlen", "segitsegre van szuksegem", "kerem segits", "onnel beszelni",
        "beszelni onnel", "beszelhetnenk", "tortent valami",
    ),
}  # fmt: skip
_UNMARKED = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d"})
_HEARD = re.compile("|".join(rf"\b{stem}" for stems in STEMS.values() for stem in stems))
_BETWEEN = re.compile(r"[^a-z0-9]+")


def sounds_like_distress(words: str) -> bool:
    """Whether one of the stems begins a word of this text."""
    bare = unicodedata.normalize("NFKD", words.casefold().translate(_UNMARKED))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _HEARD.search(_BETWEEN.sub(" ", letters)) is not None


def calls_for_help(answer: Form, policy: Policy) -> dict[str, Any]:
    """The answers in somebody's own words that sound so, by question; of those that the coordinator may read."""
    form, content = type(answer), answer.kept()
    return {
        name: content[name]
        for name, field in form.model_fields.items()
        if meta(field)["widget"] in WRITTEN
        and may_read(form, name, Reader.COORDINATOR, policy)
        and any(sounds_like_distress(words) for words in _texts(content[name]))
    }


def told_at_once(cohort: Cohort, invitation: Invitation, heard: Mapping[str, Any], at: datetime) -> Cohort:
    """The cohort with a case for the coordinator, unless one has passed on these very words just now."""
    by = invitation.to
    known = [one.words for case in cohort.escalations.values() for one in case.remarks if (one.by, one.at) == (by, at)]
    unheard = [value for value in heard.values() if not _passed_on(value, known)]
    if not unheard:
        return cohort
    about = invitation.about if cohort.scope_of(invitation.about) else by
    return open_case(cohort, CALL, about, by, at, noted=Noted("form", invitation.form))


def _passed_on(value: Any, known: list[str]) -> bool:
    return all(any(words in remark for remark in known) for words in _texts(value) if sounds_like_distress(words))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
