"""Suggestions: what the office would do about a case, why, and the letter it would write. A table by what happened.

Only a proposal: whatever a form does not offer any more is not suggested (cases.py), and every letter can be changed.
"""

from dataclasses import dataclass

from domain.saying import say


@dataclass(frozen=True)
class Suggestion:
    """A decision of forms/decide_escalation, the reason for it, and the words of a letter ("" where it needs none).

    `then`: what is suggested once the coordinator has written and nothing came of it.
    """

    decision: str
    why: str
    letter: str = ""
    then: str = ""


A_LINE = say("They were asked and reminded by the office. A line from a person often helps.")
SUGGESTIONS: dict[str, Suggestion] = {
    "missed_session": Suggestion(
        "write",
        A_LINE,
        say(
            "I see that your session has not come about yet. Is something in the way? One line is enough. If this month does "
            "not suit you, tell me which one does, and we leave this session out."
        ),
        then="excuse",
    ),
    "no_date": Suggestion(
        "write",
        A_LINE,
        say(
            "Your next session has no date yet. Could you agree on one this week? If something is in the way, tell me."
        ),
        then="excuse",
    ),
    "no_report": Suggestion(
        "write",
        A_LINE,
        say("Nobody has told us how your last session went. Could one of you do it? It takes a minute."),
        then="excuse",
    ),
    "disagreement": Suggestion(
        "write",
        say("The two remember it differently. Mostly it is a misunderstanding that one question settles."),
        say("You have told us different things about your session. Could you agree on how it was, and tell me?"),
        then="took_place",
    ),
    "poor_fit": Suggestion(
        "write",
        say("The beginning tells little. Ask before anything is ended."),
        say("I hear that it does not quite fit yet. What would have to change? I am glad to look for a way with you."),
        then="rematch",
    ),
    "midterm_gap": Suggestion(
        "write",
        say("The two see it differently. Nothing was told to the other; a question opens the talk."),
        say("Half of your time is over. What goes well for you, and what should be different in the second half?"),
        then="resume",
    ),
    "low_marks": Suggestion(
        "write",
        say("Somebody is not happy and has told nobody but you. A question costs little, and often helps at once."),
        say("I would like to hear how your mentoring goes. What would make your next session worth more to you?"),
        then="resume",
    ),
    "agreement": Suggestion(
        "write",
        say("Both were asked to sign anew, with what should change, and have not done so yet."),
        say("One of you would like to change how you work together. Have you found a way? I am glad to help with it."),
        then="resume",
    ),
    "no_signature": Suggestion(
        "write",
        A_LINE,
        say(
            "Your agreement is not signed yet. Please look at it together; if a sentence does not suit you, change it."
        ),
        then="resume",
    ),
    "no_answer": Suggestion(
        "write",
        say("The other one waits, and the offer lapses by itself."),
        say("A match is suggested to you and waits for your answer. If you need to know more first, ask me."),
        then="resume",
    ),
    "no_plan": Suggestion(
        "write",
        A_LINE,
        say("Your mentoring plan is not written yet. Three lines are a good beginning. Do you need help with it?"),
        then="resume",
    ),
    "no_midterm": Suggestion(
        "write",
        A_LINE,
        say("We have not heard from you half-way yet. A few clicks help us to see what you need."),
        then="resume",
    ),
    "no_reflection": Suggestion(
        "write",
        A_LINE,
        say("Could you look back on your mentoring for us? Without it we cannot print your certificate."),
        then="resume",
    ),
    "help": Suggestion(
        "write",
        say("They asked for a person. Answer today, or call them."),
        say("Thank you for telling me. When could we speak about it? Name two times that suit you, and I call you."),
        then="resume",
    ),
    "call_for_help": Suggestion(
        "write",
        say("Nobody asked for you, but the words sound like it. Read them, and ask carefully."),
        say("I have read what you wrote, and would like to hear how you are. When may I call you?"),
        then="resume",
    ),
    "reply": Suggestion(
        "write",
        say("They expect to hear from a person. Nothing was decided by what they wrote."),
        say("Thank you for your answer."),
        then="resume",
    ),
    "left": Suggestion(
        "resume",
        say(
            "All of them hear of it. Whoever stays is matched again by itself, as long as there is time and somebody fits."
        ),
    ),
    "bounced": Suggestion("new_address", say("Nothing reaches them until the address is put right.")),
    "materials": Suggestion("open_anyway", say("Every day costs applicants; what is missing can follow.")),
    "too_few_pairs": Suggestion("start", say("The pairs there are do not have to wait for more.")),
    "question": Suggestion("answered", say("They decide about the match once they have your answer.")),
    "no_place": Suggestion(
        "resume",
        say("With a place this case closes: give it one, move it or call it off on the page of the gathering."),
    ),
    "missed_gathering": Suggestion(
        "write",
        say("There is no recording yet. With its link this case closes; without one, tell them yourself."),
        say("You could not be with us, and there is no recording. When may I tell you in ten minutes what you missed?"),
        then="resume",
    ),
    "not_printed": Suggestion(
        "again",
        say("Nobody gets it before. The log of the machine tells what was wrong; mended, it can be printed again."),
    ),
    "failed_match": Suggestion("resume", say("Closing the case has the matchmaker try again.")),
}
