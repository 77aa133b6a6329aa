"""Help in words: which change would let one more be matched, and whom to look for."""

from collections.abc import Callable, Sequence

from domain.balance import rule_called
from domain.careers import ANY_PROFESSION, CAREER_TRACKS, EMPLOYER_TYPES, GENDERS, LANGUAGES, SUB_SECTORS
from domain.match.findings import Change, Recruit, Remedy
from domain.saying import say, sayings

Who = Callable[[str], str]
NO_MUST = sayings(
    {
        "profession": "if this mentee wished for the profession without making it a must",
        "sub_sector": "if this mentee wished for the sub-sector without making it a must",
        "company_size": "if this mentee wished for the company size without making it a must",
        "employer_type": "if this mentee wished for the kind of employer without making it a must",
    }
)


def change(one: Change) -> str:
    """A change, to end the sentence "One more could be matched ..."."""
    match one.kind:
        case "online":
            return say("if this mentee could also meet online")
        case "on_site":
            return say("if this mentee could also meet on site in {town}", town=one.word)
        case "no_must":
            return NO_MUST[one.word]
        case "beyond_academia":
            return say("if this mentee also considered a career outside academia")
        case "language":
            return say("if this mentee could also talk in {language}", language=LANGUAGES.get(one.word, one.word))
        case "place":
            return say("if one of these mentors had one more place")


def remedy(one: Remedy, who: Who) -> str:
    """A change and the mentors who make it so, to end the same sentence."""
    return say("{change}: {mentors}", change=change(one.change), mentors=some(one.mentors, one.count, who))


def in_full(one: Remedy, who: Who) -> str:
    """The whole sentence, as part of a list."""
    return say("one more could be matched {remedy}", remedy=remedy(one, who))


def some(codes: Sequence[str], count: int, who: Who) -> str:
    """Some of so many people."""
    names = ", ".join(map(who, codes))
    return say("{names} and {more} more", names=names, more=count - len(codes)) if count > len(codes) else names


def recruit(one: Recruit) -> str:
    """Whom to look for, and what that would bring; to be forwarded as it stands."""
    who = described(one.count, one.profile)
    if one.keeps:
        return say("{who} would let the balance rule “{rule}” be kept", who=who, rule=rule_called(one.keeps))
    return say(
        "{who} would let one more mentee be matched",
        "{who} would let {n} more mentees be matched",
        who=who,
        n=one.mentees,
    )


def described(count: int, profile: Sequence[tuple[str, str]]) -> str:
    """ "2 mentors who can speak about Science policy, speak German and can meet online"."""
    subject = {
        "woman": say("One woman", "{n} women", n=count),
        "man": say("One man", "{n} men", n=count),
    }.get(dict(profile).get("gender", ""), say("One mentor", "{n} mentors", n=count))
    said = [_clause(trait, word, count) for trait, word in profile]
    return say("{subject} who {clauses}", subject=subject, clauses=said) if said else subject


def _clause(trait: str, word: str, n: int) -> str:
    """What so many mentors do, can or are."""
    match trait:
        case "track":
            return say("can speak about {career}", career=CAREER_TRACKS.get(int(word), word))
        case "language":
            return say("speaks {language}", "speak {language}", n=n, language=LANGUAGES.get(word, word))
        case "city":
            return say("can meet on site in {town}", town=word)
        case "online":
            return say("can meet online")
        case "profession":
            return say("works as {profession}", "work as {profession}", n=n, profession=ANY_PROFESSION.get(word, word))
        case "sub_sector":
            return say(
                "knows the sub-sector {sector}", "know the sub-sector {sector}", n=n, sector=SUB_SECTORS.get(word, word)
            )
        case "employer_type":
            return say(
                "works in this field: {field}", "work in this field: {field}", n=n, field=EMPLOYER_TYPES.get(word, word)
            )
        case "company_size":
            return _size(word, n)
        case "gender" if word in ("woman", "man"):
            return say("agrees to be counted", "agree to be counted", n=n)
        case "gender":
            return say(
                "agrees to be counted as “{gender}”",
                "agree to be counted as “{gender}”",
                n=n,
                gender=GENDERS.get(word, word),
            )
        case "employer":
            return say("works for {employer}", "work for {employer}", n=n, employer=word)
        case _:
            return say("keeps within “{rule}”", "keep within “{rule}”", n=n, rule=rule_called(word))


def _size(size: str, n: int) -> str:
    match size:
        case "large":
            return say("works for a large company", "work for a large company", n=n)
        case "sme":
            return say("works for a small or medium enterprise", "work for a small or medium enterprise", n=n)
        case "startup":
            return say("works for a start-up", "work for a start-up", n=n)
        case _:
            return say(
                "works for a company of the kind “{size}”", "work for a company of the kind “{size}”", n=n, size=size
            )
