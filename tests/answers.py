"""Answers: plausible content for the long forms, as a browser sends it, for the tests of every room."""

from typing import Any


def mentor_answers(name: str = "Jana Veselá", **changes: Any) -> dict[str, Any]:
    """A mentor's application; `changes` replace single answers."""
    return {
        "full_name": name,
        "language": "en",
        "time_zone": "Europe/Prague",
        "country": "Czechia",
        "languages": ["en", "cs"],
        "employer": "Lumenta Biotech",
        "job_title": "Head of clinical projects",
        "profession": "project_manager",
        "sub_sectors": ["biotech", "pharma"],
        "company_size": "sme",
        "employer_type": "industry",
        "life_sciences": "now",
        "years_outside": "9",
        "tracks": ["15", "17", "20"],
        "topics": ["path", "differences", "next_steps"],
        "skills": "clinical trials, project planning, budgets",
        "interests": ["give_back", "network"],
        "expectations": "Curious questions, and somebody who comes prepared.",
        "roles": ["adviser", "introducer"],
        "mentoring_experience": "informal",
        "capacity": "1",
        "format": "either",
        "city": "Brno",
        "free_times": ["weekday_evening"],
        "cv": "cv-mentor",
        "instruction": "come",
        "privacy": "on",
        "rules": "on",
    } | changes


def mentee_answers(name: str = "Tereza Malá", **changes: Any) -> dict[str, Any]:
    """A mentee's application; `changes` replace single answers."""
    return {
        "full_name": name,
        "language": "en",
        "time_zone": "Europe/Prague",
        "languages": ["en", "cs"],
        "myidp": "done",
        "doctoral_programme": "Molecular medicine",
        "stage": "third_year",
        "field": "Immunology",
        "university_email": "tereza@university.example",
        "doctorate": "yes",
        "supervisor": "Prof. Karel Hájek",
        "employer": "Institute of Physiology",
        "skills": "flow cytometry, R, scientific writing",
        "tracks": ["15", "17", "6"],
        "certainty": "3",
        "goals": "Find out whether clinical research is a place for me, and how to get there.",
        "goal_words": "clinical trials, project planning",
        "needs": ["explore", "network"],
        "expectations": "An honest picture of the daily work.",
        "topics": {"path": "3", "differences": "2", "next_steps": "3", "balance": "1"},
        "format": "either",
        "city": "Brno",
        "free_times": ["weekday_evening", "weekend"],
        "peer_group": "if_not_matched",
        "contribution": "Fresh methods and a lot of curiosity.",
        "cv": "cv-mentee",
        "motivation_text": "I have three years of bench work behind me and want to see the rest of the world.",
        "outcome_specifics": "2",
        "outcome_reflect": "3",
        "outcome_confident": "2",
        "commitment": "on",
        "privacy": "on",
        "rules": "on",
    } | changes


def mentee_reflection(**changes: Any) -> dict[str, Any]:
    """A mentee's final reflection."""
    return {
        "expectations_met": "4",
        "expectations_why": "We met six times and I saw three companies from inside.",
        "changed": "I no longer think that leaving the bench is a failure.",
        "learned": "How a project is planned backwards from its end.",
        "benefits": "Two introductions.",
        "topics_satisfaction": {"path": "3", "differences": "2"},
        "outcome_specifics": "4",
        "outcome_reflect": "5",
        "outcome_confident": "4",
        "set_up": "4",
        "coordination": "5",
        "recommend": "9",
        "follow_up": "yes",
    } | changes


def mentor_reflection(**changes: Any) -> dict[str, Any]:
    """A mentor's final reflection."""
    return {
        "expectations_met": "5",
        "expectations_why": "The questions were good ones.",
        "benefits": "I see my own path with other eyes.",
        "set_up": "4",
        "coordination": "5",
        "recommend": "10",
        "again": "yes",
    } | changes


def agreement_answers(**changes: Any) -> dict[str, Any]:
    """A signed agreement."""
    return {
        "organiser": "mentee",
        "frequency": "Once a month, for an hour",
        "place": "Online, and once on site",
        "way_of_working": "Questions by e-mail two days ahead; answers within three days.",
        "purpose": "To see what clinical research is like.",
        "hopes": "A clear next step.",
        "cancel_notice": "Two days before",
        "agenda_by": "mentee",
        "common_rules": "on",
        "signs": "on",
    } | changes
