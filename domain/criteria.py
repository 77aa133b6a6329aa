"""Criteria: what may be weighed in matching, in the words a coordinator reads. Scored in matching/criteria.py."""

from dataclasses import dataclass

from domain.saying import say


@dataclass(frozen=True)
class Weighed:
    """One criterion: `title` names it in tables, `meaning` says when a pair does well in it."""

    title: str
    meaning: str


WEIGHED: dict[str, Weighed] = {
    "tracks": Weighed(
        say("Career tracks"), say("The mentor can speak about the careers the mentee ranks, the first above all.")
    ),
    "topics": Weighed(
        say("Topics"), say("Both want to talk about the same; what matters most to the mentee counts most.")
    ),
    "needs": Weighed(say("Needs"), say("The mentor likes the role that the mentee's needs ask for.")),
    "goals": Weighed(say("Goals"), say("The mentor knows what the mentee's goals are about.")),
    "skills": Weighed(say("Skills"), say("Both work with the same methods.")),
    "wishes": Weighed(
        say("Wishes"),
        say(
            "The mentor has the profession, kind of employer, sub-sector and company size wished for. How strongly is the "
            "mentee's own answer: a “must” is a rule that always holds, “would be nice” counts here, “does not matter” "
            "counts nowhere."
        ),
    ),
    "experience": Weighed(say("Experience"), say("The mentor has mentored before.")),
    "free_times": Weighed(say("Free times"), say("Both are free at the same times of the week.")),
    "interests": Weighed(say("Interests"), say("Both named the same interests and expectations.")),
    "choices": Weighed(
        say("Choices"), say("They chose each other from their shortlists. Counts where participants choose.")
    ),
    "chemistry": Weighed(
        say("First meeting"), say("Both would gladly go on after they met. Counts where they meet first.")
    ),
}
"""By the name of the criterion in the policy's weights, in the order in which people look at them."""
