"""Forms: every question the office asks, by name. A new form is a file here and a row in FORMS."""

from domain.forms.agreement import Agreement
from domain.forms.alumni import Alumni
from domain.forms.attendance import WhoCame
from domain.forms.away import Away
from domain.forms.choose_partners import ChoosePartners
from domain.forms.decide_escalation import DecideEscalation
from domain.forms.extension import ExtensionWanted
from domain.forms.first_meetings import FirstMeetings
from domain.forms.form import Form
from domain.forms.gathering import GatheringPlace
from domain.forms.impact import Impact
from domain.forms.matching_terms import MatchingTerms
from domain.forms.meeting_objective import MeetingObjective
from domain.forms.mentee_application import MenteeApplication
from domain.forms.mentor_application import MentorApplication
from domain.forms.mentoring_plan import MentoringPlan
from domain.forms.midterm_check import MidtermCheck
from domain.forms.mistakes import mistakes
from domain.forms.my_details import MyDetails
from domain.forms.need_help import NeedHelp
from domain.forms.neutral_person import NeutralPerson
from domain.forms.note import Note
from domain.forms.offer_times import OfferTimes
from domain.forms.own_questions import OwnQuestions
from domain.forms.proposed_match import ProposedMatch
from domain.forms.recontract import Recontract
from domain.forms.reflection_mentee import ReflectionMentee
from domain.forms.reflection_mentor import ReflectionMentor
from domain.forms.report_confirmation import ReportConfirmation
from domain.forms.review_proposal import ReviewProposal
from domain.forms.rsvp import Rsvp
from domain.forms.screening import Screening
from domain.forms.session_date import SessionDate
from domain.forms.session_report import SessionReport
from domain.forms.sign_off import SignOff
from domain.forms.steer import Steer
from domain.forms.stop import Stop

FORMS: dict[str, type[Form]] = {
    form.name: form
    for form in (
        SignOff,
        MentorApplication,
        MenteeApplication,
        Screening,
        ChoosePartners,
        FirstMeetings,
        ReviewProposal,
        ProposedMatch,
        Agreement,
        Recontract,
        ExtensionWanted,
        MentoringPlan,
        SessionDate,
        OfferTimes,
        MeetingObjective,
        SessionReport,
        ReportConfirmation,
        MidtermCheck,
        ReflectionMentee,
        ReflectionMentor,
        Rsvp,
        GatheringPlace,
        WhoCame,
        Alumni,
        Impact,
        NeedHelp,
        Away,
        Stop,
        MyDetails,
        DecideEscalation,
        Note,
        Steer,
        MatchingTerms,
        NeutralPerson,
        OwnQuestions,
    )
}

__all__ = ["FORMS", "Form", "mistakes"]
