"""Themes: the words of the documents that depend on a list: sessions one by one, topics, conditions, links. No logic.

Facts come from the sources of docs/programme.md: topics and links from the course card, the wider reading from the EURAXESS
page, the peer ideas from the peer-mentoring handout and the article on academic mentoring.
"""

FIRST = (
    "Getting to know each other",
    "Who each of us is, what we hope for, how we work together; agreement and plan settled.",
)
MIDDLE = (
    (
        "Looking from outside",
        "The mentee's strengths and values in words; two or three directions worth a closer look.",
    ),
    ("How it really is", "The mentor's own path with its detours; what differs between academia and business."),
    (
        "Trying it out",
        "One option tested at first hand: a talk with somebody in the field, a job advertisement taken apart.",
    ),
    (
        "Obstacles and chances",
        "What stands in the way, what failed before and what it taught; time for work and for life.",
    ),
    ("Making contacts", "Whom to know in the field, how to write to them, and one contact made."),
    ("Presenting oneself", "CV and a story of two minutes for somebody outside research."),
)
LAST = (
    "Next steps",
    "What has changed since the start, the plan for the next half-year, and whether and how to stay in touch.",
)
ALONE = ("One conversation", "What the mentee wants to know, what the mentor can tell, and one next step.")

TOPIC_WORDS = {
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
CONDITIONS = {"sessions": "Active participation", "reports": "Session reports", "feedback": "Final feedback"}
LINKS = (
    ("REBECA, an intersectoral mentoring programme", "www.euraxess.es/node/702307"),
    (
        "Toolkit for such programmes, with a handbook for mentors",
        "www.euraxess.es/spain/spain-network/euraxess-top-iv/rebeca-mentoring-programme",
    ),
    ("Mentoring circles for female researchers in France", "www.nature.com/articles/s41587-021-00951-2"),
    ("MentLife, with the life-science industry, Lund", "bit.ly/3GuTfP6"),
    ("myIDP, a free self-assessment for scientists", "myidp.sciencecareers.org"),
    ("Fostering Docs, a mentoring programme of Spanish researchers abroad (ECUSA)", ""),
    ("Industry mentoring elsewhere: Association Bernard Gregory, Ghent University, Ludwig Boltzmann Gesellschaft "
     "Career Center, Royal Society, University of Oxford", ""),
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_in_words(number: int) -> str:
    """Small numbers in words, the others in figures."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def themes(number: int) -> list[tuple[str, str]]:
    """A theme and a result for each of this many sessions: a beginning, an end, and what fits in between."""
    if number == 1:
        return [ALONE]
    between = [
        MIDDLE[n] if n < len(MIDDLE) else ("Your own topic", "What has come up since.") for n in range(number - 2)
    ]
    return [FIRST, *between, LAST]
