"""Final reflection of a mentee (course card): expectations, what changed, benefits, the outcomes again, what comes next."""

from domain.forms.form import question
from domain.forms.kinds import Code, Long, Short, Text
from domain.forms.outcomes import outcome_question
from domain.forms.reflection import (
    LOOKING_BACK,
    Reflection,
    benefits_question,
    coordination_question,
    follow_up_question,
    print_words_question,
    quote_question,
    recommend_question,
    recommendations_question,
    satisfaction_question,
    set_up_question,
)

WHERE_YOU_STAND = "Where you stand now"


class ReflectionMentee(Reflection):
    """Your mentoring comes to its end. What has changed? The coordinator reads your words; numbers go into the evaluation
    without your name.
    """

    name = "reflection_mentee"
    title = "Your final reflection"

    changed: Long = question(
        "How has your thinking about your career changed?", widget="text", step=LOOKING_BACK, min_length=1
    )
    learned: Long = question("What have you learned?", widget="text", step=LOOKING_BACK, min_length=1)
    benefits: Long = benefits_question("What helped you most?")
    topics_satisfaction: dict[Code, int] = satisfaction_question()
    outcome_specifics: int = outcome_question("specifics", WHERE_YOU_STAND)
    outcome_reflect: int = outcome_question("reflect", WHERE_YOU_STAND)
    outcome_confident: int = outcome_question("confident", WHERE_YOU_STAND)
    set_up: int = set_up_question()
    coordination: int = coordination_question()
    recommendations: Text = recommendations_question()
    print_words: bool = print_words_question()
    recommend: int = recommend_question()
    follow_up: Code = follow_up_question()
    quote: Short = quote_question()
