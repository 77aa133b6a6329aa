"""Headings: what the columns of a list mean, guessed from what stands above them and in them, in the languages of our letters.

A guess is shown and may be corrected; whether a cell can be used is left to people.py.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence

from domain.dates import is_zone
from domain.saying import sayings

MEANINGS: Mapping[str, str] = sayings(
    {
        "name": "Name",
        "first_name": "First name",
        "last_name": "Last name",
        "email": "E-mail address",
        "language": "Language of letters",
        "time_zone": "Time zone",
    },
    context="column",
)
"""What a column of a list of people may be; any other column is left out."""

OF_THE_BOOK: Mapping[str, str] = {one: words for one, words in MEANINGS.items() if one != "time_zone"} | sayings(
    {
        "source": "How we came to know them",
        "basis": "Why we may keep it",
        "track": "Career track",
        "sector": "Sub-sector",
        "organisation": "Where they work",
        "notes": "Notes",
    },
    context="column",
)
"""What a column of a list for the contact book may be."""

SAID: Mapping[str, str] = {
    "name": """
        name|full name|your name|participant|person|contact|contact name|display name|respondent name|jmeno a prijmeni
        prijmeni a jmeno|cele jmeno|ucastnik|meno a priezvisko|cele meno|imie i nazwisko|nazwisko i imie|vor und nachname
        vollstandiger name|ganzer name|nombre y apellidos|nombre completo|nom et prenom|prenom et nom|nom complet
        nome e cognome|nome completo|naam|volledige naam|nev|teljes nev|namn|navn|jmeno|meno|imie|nombre|nome|nom
    """,
    "first_name": """
        first name|given name|forename|recipient first name|recipientfirstname|firstname|givenname|krestni jmeno|krstne meno
        vorname|nombre de pila|primer nombre|prenom|nome proprio|voornaam|keresztnev|utonev|fornamn|fornavn|etunimi
    """,
    "last_name": """
        last name|surname|family name|recipient last name|recipientlastname|lastname|familyname|prijmeni|priezvisko|nazwisko
        nachname|familienname|apellido|apellidos|nom de famille|cognome|apelido|sobrenome|achternaam|vezeteknev|csaladnev
        efternamn|etternavn|efternavn|sukunimi
    """,
    "email": """
        email|e mail|mail|email address|e mail address|mail address|work email|your email|recipient email|recipientemail
        emailaddress|e mailova adresa|emailova adresa|elektronicka adresa|elektronicka posta|emailovy kontakt|mejl
        adres e mail|adres email|poczta elektroniczna|mailadresse|e mail adresse|email adresse|correo|correo electronico
        direccion de correo|courriel|adresse mail|adresse electronique|adresse e mail|posta elettronica|indirizzo email
        indirizzo e mail|endereco de email|endereco eletronico|mailadres|e mailadres|e mail cim|epost|e post|sahkoposti
    """,
    "language": """
        language|preferred language|language of letters|user language|userlanguage|lang|jazyk|jezyk|sprache
        korrespondenzsprache|idioma|langue|lingua|taal|nyelv|sprak
    """,
    "time_zone": """
        time zone|timezone|tz|casove pasmo|casove pasmo|strefa czasowa|zeitzone|zona horaria|fuseau horaire|fuso orario
        fuso horario|tijdzone|idozona|tidszon|tidssone
    """,
    "source": """
        source|how we know them|how we came to know them|how do we know them|known from|met at|zdroj|odkud je zname
        odkud se zname|skad ich pozname|zrodlo|skad ich znamy|quelle|woher wir sie kennen|bekannt aus|bekannt durch
        fuente|como los conocemos|como conocimos a esta persona|como la conocimos|comment nous les connaissons|fonte
        bron|forras|kalla|kilde|lahde
    """,
    "basis": """
        basis|legal basis|lawful basis|why we may keep it|why we may keep them|pravni zaklad|pravni duvod
        pravny zaklad|podstawa prawna|rechtsgrundlage|base legal|por que podemos conservarlo|base juridica
        base juridique|base legale|base giuridica|base juridica|rechtsgrond|jogalap|rattslig grund|retsgrundlag
        behandlingsgrunnlag|oikeusperuste
    """,
    "track": """
        track|career track|career|career path|field of work|karierni smer|karierni draha|obor|odbor|sciezka kariery
        dziedzina|karriereweg|berufsfeld|fachgebiet|trayectoria profesional|salida profesional|campo profesional
        parcours professionnel|percorso professionale|carreira|loopbaan|vakgebied|szakterulet|karriarvag|karrierevej
        karrierevei|urapolku
    """,
    "sector": """
        sector|sub sector|subsector|industry|branch|odvetvi|odvetvie|sektor|branza|branche|subsector|secteur|settore|setor
        agazat|bransch|bransje|toimiala
    """,
    "organisation": """
        organisation|organization|company|company name|employer|institution|affiliation|workplace|place of work
        where they work|firm|firma|spolecnost|zamestnavatel|pracoviste|organizace|instituce|spolocnost|organizacia
        pracovisko|pracodawca|organizacja|instytucja|arbeitgeber|unternehmen|einrichtung|empresa|organizacion
        institucion|donde trabaja|lugar de trabajo|entreprise|employeur|organisme|azienda|organizzazione
        datore di lavoro|organizacao|bedrijf|organisatie|werkgever|ceg|munkahely|foretag|arbetsgivare|virksomhed
        arbejdsgiver|bedrift|arbeidsgiver|yritys|tyonantaja
    """,
    "notes": """
        notes|note|remark|remarks|comment|comments|poznamka|poznamky|uwagi|notatki|bemerkung|bemerkungen|notiz|notizen
        anmerkung|anmerkungen|kommentar|nota|notas|observaciones|comentarios|remarque|remarques|commentaire|commentaires
        osservazioni|observacoes|opmerking|opmerkingen|megjegyzes|anteckning|anteckningar|merknad|huomautus
    """,
}
"""By meaning, headings as people write them, without accents and signs."""

# Whose name or address stands in such a column is somebody else.
OF_OTHERS = frozenset(
    " ".join(
        (
            "supervisor supervisors skolitel skolitele vedouci betreuer director tutor superviseur reference referee",
            "emergency company firm firma employer university univerzita institution organisation organization",
            "user username file event",
        )
    ).split()
)
MOSTLY = 0.6  # of the cells that hold something
LOOKED_AT = 200
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")


def phrase(heading: str) -> str:
    """A heading as it is compared: without case, accents, signs and whatever stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)|\[.*?\]", " ", heading).casefold().replace("ł", "l"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))


def known_as(heading: str, among: Collection[str] = tuple(MEANINGS)) -> str:
    """Which of these meanings a heading says its column has; "" when it says nothing that we know."""
    said = phrase(heading)
    if said in EXACTLY:
        return EXACTLY[said] if EXACTLY[said] in among else ""
    words = said.split()
    if OF_OTHERS.intersection(words):
        return ""
    # The longest known phrase within a question: "What is your e-mail address?"
    known_here = ((known, meaning) for known, meaning in EXACTLY.items() if meaning in among)
    found = [(len(known), meaning) for known, meaning in known_here if f" {known} " in f" {said} "]
    return max(found)[1] if found and len(words) <= WORDS_MAX else ""


WORDS_MAX = 12  # a longer one is a question about something else that happens to hold the word
EXACTLY: Mapping[str, str] = {
    known: meaning
    for meaning, text in SAID.items()
    for line in text.strip().splitlines()
    for known in (part.strip() for part in line.split("|"))
}


def guessed(
    headings: Sequence[str], columns: Sequence[Sequence[str]], among: Collection[str] = tuple(MEANINGS)
) -> dict[str, int]:
    """By meaning, the column it most likely is. `columns`: what stands in each, in the order of the headings; `among`: what
    such a list may hold."""
    looked = [[cell for cell in column if cell][:LOOKED_AT] for column in columns]
    found: dict[str, int] = {}
    for exact in (True, False):
        for place, heading in enumerate(headings):
            meaning = known_as(heading, among)
            is_free = meaning not in found and place not in found.values()
            if meaning and is_free and exact == (phrase(heading) in EXACTLY) and _may_be(meaning, place, looked):
                found[meaning] = place
    if "email" not in found:
        found |= _first("email", looked, found)
    if not found.keys() & {"name", "first_name", "last_name"}:
        found |= _first("name", looked, found)
    return _parts_of_a_name(found)


def _may_be(meaning: str, place: int, looked: Sequence[Sequence[str]]) -> bool:
    """Whether what stands below a heading does not belie it: addresses under "Name", none under "Mail" and all in the next."""
    here, *others = [_share(cells, LOOKS["email"]) >= MOSTLY for cells in (looked[place], *looked)]
    return here or not any(others) if meaning == "email" else not here


def _first(meaning: str, looked: Sequence[Sequence[str]], found: Mapping[str, int]) -> dict[str, int]:
    """The first column whose cells look like it, whatever stands above."""
    looks = LOOKS[meaning]
    free = (place for place in range(len(looked)) if place not in found.values())
    place = next((place for place in free if looked[place] and _share(looked[place], looks) >= MOSTLY), None)
    return {} if place is None else {meaning: place}


def _share(cells: Sequence[str], looks: Callable[[str], bool]) -> float:
    return sum(map(looks, cells)) / len(cells) if cells else 0.0


def _is_name(cell: str) -> bool:
    """Two to five words of letters, at least two of them with a capital."""
    words = [word.strip(".,") for word in cell.split()]
    letters = all(sign.isalpha() or sign in " .,'’-" for sign in cell)
    return letters and 2 <= len(words) <= 5 and sum(word[:1].isupper() for word in words) >= 2 and not is_zone(cell)


LOOKS: Mapping[str, Callable[[str], bool]] = {"email": lambda cell: bool(ADDRESS.search(cell)), "name": _is_name}


def _parts_of_a_name(found: dict[str, int]) -> dict[str, int]:
    """Beside a surname "name" is the first one, beside a first name the surname: "Jméno", "Příjmení"; "Name", "Vorname"."""
    if "name" in found and "last_name" in found and "first_name" not in found:
        found["first_name"] = found.pop("name")
    elif "name" in found and "first_name" in found and "last_name" not in found:
        found["last_name"] = found.pop("name")
    return found
