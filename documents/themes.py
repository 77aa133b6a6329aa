"""Themes: the words of the documents that depend on a list: sessions one by one, topics, conditions, links. No logic.

Facts come from the sources of docs/programme.md: topics and links from the course card, the wider reading from the EURAXESS
page, the peer ideas from the peer-mentoring handout and the article on academic mentoring.
"""

from domain.saying import say, sayings

FIRST = (
    say("Getting to know each other"),
    say("Who each of us is, what we hope for, how we work together; agreement and plan settled."),
)
MIDDLE = (
    (
        say("Looking from outside"),
        say("The mentee's strengths and values in words; two or three directions worth a closer look."),
    ),
    (
        say("How it really is"),
        say("The mentor's own path with its detours; what differs between academia and business."),
    ),
    (
        say("Trying it out"),
        say("One option tested at first hand: a talk with somebody in the field, a job advertisement taken apart."),
    ),
    (
        say("Obstacles and chances"),
        say("What stands in the way, what failed before and what it taught; time for work and for life."),
    ),
    (say("Making contacts"), say("Whom to know in the field, how to write to them, and one contact made.")),
    (say("Presenting oneself"), say("CV and a story of two minutes for somebody outside research.")),
)
AMONG_ACADEMICS = {
    1: (
        say("How it really is"),
        say("The mentor's own path with its detours; how positions, grants and names on papers are decided."),
    ),
    5: (say("Presenting oneself"), say("CV, and one's own research in two minutes for somebody from another field.")),
}
"""What stands in the place of those in the middle where mentors and mentees are academics."""
LAST = (
    say("Next steps"),
    say("What has changed since the start, the plan for the next half-year, and whether and how to stay in touch."),
)
ALONE = (say("One conversation"), say("What the mentee wants to know, what the mentor can tell, and one next step."))

TOPIC_WORDS = sayings(
    {
        "start": (
            "What matters in the first years, in research and anywhere: choosing people to work with, finishing "
            "things, being seen. Which of your own decisions turned out to count?"
        ),
        "path": (
            "Tell it as it was, with chance and detours, not as it stands in the CV. Where did you have a choice, and"
            " how did you choose?"
        ),
        "differences": (
            "Pace, teams, ownership of results, publishing, how success is measured, how decisions are made. What "
            "surprised you most, and what do people expect from somebody who arrives from a university?"
        ),
        "next_steps": (
            "The mentee's, and yours too. Put several ways side by side before judging any. What would have to be "
            "known to choose?"
        ),
        "insights": (
            "A project from beginning to end, with its numbers and its compromises; a walk through the laboratory, "
            "the office or the calendar of a week."
        ),
        "failure": (
            "Something that did not work, and what it led to. How do you notice a chance in time, and how do you "
            "decide to stop?"
        ),
        "balance": (
            "Hours, travel, family, health, doing a doctorate and having a life. No recipes: how does each of you do "
            "it, and at what price?"
        ),
    }
)
TOPIC_WORDS |= sayings(
    {
        "publishing": (
            "What to send where, how a paper gets its shape, who stands on it, what to do with a hard review. Take one of "
            "your own through its whole life."
        ),
        "applying": (
            "Where positions and grants are found, what those who decide read first, and how often you were turned down. "
            "Read an application together, yours or the mentee's."
        ),
        "workplace": (
            "How a group and a department work when nobody explains it: who decides, how to ask, how to say no, how to "
            "disagree with somebody one depends on."
        ),
    }
)
CONDITIONS = sayings({"sessions": "Active participation", "reports": "Session reports", "feedback": "Final feedback"})
ABOUT_INDUSTRY = (
    (say("MentLife, with the life-science industry, Lund"), "bit.ly/3GuTfP6"),
    (
        say(
            "Industry mentoring elsewhere: Association Bernard Gregory, Ghent University, Ludwig Boltzmann Gesellschaft "
            "Career Center, Royal Society, University of Oxford"
        ),
        "",
    ),
)
AMONG_ACADEMICS_TOO = (
    (
        say(
            "On mentoring among academics: Academic mentoring, an episode of the podcast 15 minutes to develop your "
            "research career, and the newsletter Insights"
        ),
        "",
    ),
    (say("myIDP, a free self-assessment for scientists"), "myidp.sciencecareers.org"),
    (say("REBECA, an intersectoral mentoring programme"), "www.euraxess.es/node/702307"),
    (
        say("Toolkit for such programmes, with a handbook for mentors"),
        "www.euraxess.es/spain/spain-network/euraxess-top-iv/rebeca-mentoring-programme",
    ),
    (say("Mentoring circles for female researchers in France"), "www.nature.com/articles/s41587-021-00951-2"),
    (say("Fostering Docs, a mentoring programme of Spanish researchers abroad (ECUSA)"), ""),
)
"""Where the sources give no address, a name has to do."""

OPEN = (say("Your own topic"), say("What has come up since."))


def links(*, among_academics: bool) -> list[tuple[str, str]]:
    """Where to learn more, by name and address; among academics nothing about industry."""
    return [*AMONG_ACADEMICS_TOO, *(() if among_academics else ABOUT_INDUSTRY)]


def themes(number: int, *, among_academics: bool = False) -> list[tuple[str, str]]:
    """A theme and a result for each of this many sessions: a beginning, an end, and what fits in between."""
    if number == 1:
        return [ALONE]
    own = AMONG_ACADEMICS if among_academics else {}
    between = [own.get(n, MIDDLE[n]) if n < len(MIDDLE) else OPEN for n in range(number - 2)]
    return [FIRST, *between, LAST]
