"""Rules in words: what it means when a pair breaks one, and how somebody's choice shrank by it. Keys as in
matching/constraints."""

from domain.saying import sayings

BROKEN = sayings(
    {
        "same_person": "they are one person, who cannot be their own mentor",
        "language": "they share no language",
        "format_and_city": "they cannot meet in the same way or city",
        "employer": "they work at the same place",
        "supervisor": "they are tied by supervision",
        "not_with": "one of them asked not to be paired with the other",
        "first_meeting": "they met, and one of them would rather not go on",
        "academic_wishes": "the mentor cannot speak about the academic careers wished for",
        "musts": "the mentor lacks what the mentee wished as a must",
        "forbidden": "you ruled this pair out, or they were a pair before",
        "pin": "fixed by you",
    }
)
"""What it means when a pair breaks a rule; `pin`: that the pair had to be."""
TAKEN = sayings(
    {
        "same_person": "the same person",
        "language": "no shared language",
        "format_and_city": "no common way or city to meet",
        "employer": "the same place of work",
        "supervisor": "tied by supervision",
        "not_with": "on a list of people not to be paired with",
        "first_meeting": "met first, and one of the two would rather not",
        "academic_wishes": "none of the academic careers wished for",
        "musts": "without what was wished as a must",
        "forbidden": "ruled out by the coordinator",
    }
)
"""After how many it took from the choice of somebody left over."""
