"""Criteria: what may be weighed in matching, in the words a coordinator reads. Scored in matching/criteria.py."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weighed:
    """One criterion: `title` names it in tables, `meaning` says when a pair does well in it."""

    title: str
    meaning: str


WEIGHED: dict[str, Weighed] = {
    "tracks": Weighed("Career tracks", "The mentor can speak about the careers the mentee ranks, the first above all."),
    "topics": Weighed("Topics", "Both want to talk about the same; what matters most to the mentee counts most."),
    "needs": Weighed("Needs", "The mentor likes the role that the mentee's needs ask for."),
    "goals": Weighed("Goals", "The mentor knows what the mentee's goals are about."),
    "skills": Weighed("Skills", "Both work with the same methods."),
    "wishes": Weighed(
        "Wishes",
        "The mentor has the profession, sub-sector and company size wished for. How strongly is the mentee's own "
        "answer: a “must” is a rule that always holds, “would be nice” counts here, “does not matter” counts nowhere.",
    ),
    "experience": Weighed("Experience", "The mentor has mentored before."),
    "free_times": Weighed("Free times", "Both are free at the same times of the week."),
    "interests": Weighed("Interests", "Both named the same interests and expectations."),
    "choices": Weighed("Choices", "They chose each other from their shortlists. Counts where participants choose."),
    "chemistry": Weighed("First meeting", "Both would gladly go on after they met. Counts where they meet first."),
}
"""By the name of the criterion in the policy's weights, in the order in which people look at them."""
