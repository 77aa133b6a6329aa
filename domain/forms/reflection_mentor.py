"""Final reflection of a mentor (course card): expectations, benefits, the programme, and whether they would do it again."""

from domain.belonging import Use
from domain.forms.form import question
from domain.forms.kinds import Code, Long, Short, Text
from domain.forms.reflection import (
    FOLLOW_UP,
    LOOKING_AHEAD,
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


class ReflectionMentor(Reflection):
    """Your mentoring comes to its end: thank you. What did it bring to you, and what should we do better? The coordinator
    reads your words; numbers go into the evaluation without your name.
    """

    name = "reflection_mentor"
    title = "Your final reflection"

    benefits: Long = benefits_question("What did you gain from it?")
    topics_satisfaction: dict[Code, int] = satisfaction_question()
    set_up: int = set_up_question()
    coordination: int = coordination_question()
    recommendations: Text = recommendations_question()
    print_words: bool = print_words_question()
    recommend: int = recommend_question()
    follow_up: Code = follow_up_question()
    again: Code = question(
        "Would you mentor again?",
        widget="choice",
        options=FOLLOW_UP,
        step=LOOKING_AHEAD,
        use=(Use.CARE, Use.EVALUATION),
    )
    quote: Short = quote_question()
