"""Careers: the closed lists that forms offer and matching compares. Where they come from: docs/programme.md, "Closed lists".

Each list maps a stable code, kept in answers, to the words a person reads.
"""

from domain.saying import sayings

CAREER_TRACKS: dict[int, str] = sayings(
    {
        1: "Teaching-intensive careers in academia",
        2: "Science education for K-12 schools",
        3: "Science policy",
        4: "Combined research and teaching careers",
        5: "Science education for non-scientists",
        6: "Principal investigator in a research institution",
        7: "Public health related careers",
        8: "Sales and marketing of science-related products",
        9: "Science writing",
        10: "Entrepreneurship",
        11: "Business of science",
        12: "Intellectual property",
        13: "Research administration",
        14: "Support of science-related products",
        15: "Research in industry",
        16: "Research staff in a research institution",
        17: "Clinical research management",
        18: "Scientific/medical testing",
        19: "Clinical practice",
        20: "Drug/device approval and production",
    }
)
ACADEMIC_TRACKS = frozenset({1, 4, 6, 16})

SUB_SECTORS = sayings(
    {
        "pharma": "Pharma",
        "health": "Health",
        "biotech": "Biotech",
        "environment": "Environment",
        "medtech": "Medtech and diagnostics",
        "agrifood": "Agri-food",
        "cro": "Contract research and manufacturing",
        "digital": "Digital health",
        "regulation": "Regulation",
        "ip": "Intellectual property and consulting",
        "publishing": "Publishing",
        "other": "Other",
    },
    context="sub-sector",
)
COMPANY_SIZES = sayings({"large": "Large company", "sme": "Small or medium enterprise", "startup": "Start-up"})
EMPLOYER_TYPES = sayings(
    {
        "industry": "Industry",
        "public": "Public administration",
        "third_sector": "Third sector",
        "communication": "Science communication",
        "policy": "Science policy",
        "academia": "Academia",
    }
)
PROFESSIONS = sayings(
    {
        "researcher": "Researcher",
        "project_manager": "R&D project manager",
        "programme_manager": "R&D programme manager",
        "consultant": "Consultant",
        "expert": "Expert",
        "other": "Other",
    },
    context="profession",
)
OTHER_PROFESSIONS = sayings(
    {
        "professor": "Professor or group leader",
        "lecturer": "Lecturer",
        "postdoc": "Postdoctoral researcher",
        "core_facility": "Scientist in a core facility",
        "writer": "Science writer or editor",
        "outreach": "Science communicator",
        "policy_adviser": "Policy adviser",
        "funding_officer": "Officer of a funding body",
    }
)
"""Where mentors do not come from practice alone (domain/formats.py)."""
ANY_PROFESSION = PROFESSIONS | OTHER_PROFESSIONS
TOPICS = sayings(
    {
        "start": "Starting a successful career, in research and in general",
        "path": "The mentor's own career path",
        "differences": "Academia and business: what differs, what to expect when moving",
        "next_steps": "Possible next steps",
        "insights": "Insights from the mentor's own work",
        "failure": "Using opportunities and coping with failure",
        "balance": "Balancing work and private life",
    }
)
TOPICS_OF_ACADEMIA = sayings(
    {
        "publishing": "Writing and publishing papers",
        "applying": "Applying for positions and funding",
        "workplace": "Getting on with people at work",
    }
)
"""Which the article on academic mentoring adds."""
ANY_TOPIC = TOPICS | TOPICS_OF_ACADEMIA
MENTOR_ROLES = sayings(
    {
        "sounding_board": "Sounding board",
        "adviser": "Adviser",
        "encourager": "Encourager",
        "introducer": "Introducer to a network",
    }
)
FORMATS = sayings({"online": "Online", "onsite": "On site", "either": "Either"}, context="format")
NEEDS = sayings(
    {
        "explore": "Explore what is possible",
        "test": "Test one option",
        "move": "Move to another sector",
        "job_search": "Search for a job",
        "network": "Build a network",
        "confidence": "Gain confidence",
        "reflection": "Reflect on myself",
        "other": "Something else",
    },
    context="need",
)
MENTOR_INTERESTS = sayings(
    {
        "give_back": "Give something back",
        "learn": "Learn from the next generation",
        "recruit": "Recruit or be visible",
        "network": "Widen my network",
        "other": "Something else",
    },
    context="interest",
)
MENTORING_EXPERIENCE = sayings(
    {
        "none": "None yet",
        "informal": "Informal",
        "formal_once": "A formal programme, once",
        "formal_more": "Formal programmes, several times",
    },
    context="experience",
)
LIFE_SCIENCES = sayings({"now": "Yes, now", "earlier": "Earlier", "never": "Never"})
LANGUAGES = sayings(
    {
        "en": "English",
        "cs": "Czech",
        "de": "German",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
        "pl": "Polish",
        "pt": "Portuguese",
        "sk": "Slovak",
        "other": "Another language",
    },
    context="language",
)
OTHER = "other"
"""In any list the answer that names nothing: two who give it need not mean the same. No common language, need or interest
follows from it, and it is never shown as what somebody is or wants."""
FREE_TIMES = sayings(
    {
        "weekday_morning": "Weekday mornings",
        "weekday_noon": "Around noon",
        "weekday_afternoon": "Weekday afternoons",
        "weekday_evening": "Weekday evenings",
        "weekend": "Weekends",
    }
)
ACTIVITIES = sayings(
    {
        "achievements": "Professional achievements: publish, teach, organise",
        "network": "Widen the network: fairs, meetings, social media",
        "information": "Collect information: job ads, informational interviews",
        "self_analysis": "Self-analysis: myIDP, ask friends and colleagues",
        "experience": "Experience for the CV: internship, work project, volunteering",
    }
)
WISH_STRENGTH = sayings({"must": "Must be", "nice": "Would be nice", "no_matter": "Does not matter"}, context="wish")
DECLINE_REASONS = sayings(
    {
        "no_time": "No time now",
        "expertise": "Not the right expertise",
        "someone_else": "Someone else fits better",
        "conflict": "Conflict of interest",
        "acquainted": "We know each other",
        "language_format": "Language or format",
        "leaving": "No longer taking part",
        "other": "Another reason",
    }
)
OUTCOMES = sayings(
    {
        "specifics": "I understand the specifics of the career path that interests me",
        "reflect": "I can reflect on my plans and consider a wider range, outside academia too",
        "confident": "I am confident in planning my own path",
    }
)
GENDERS = sayings(
    {"woman": "Woman", "man": "Man", "non_binary": "Non-binary", "no_answer": "I prefer not to say"}, context="gender"
)
MYIDP_PAGE = "https://myidp.sciencecareers.org/"
MYIDP = sayings({"done": "Done", "started": "Started", "not_yet": "Not yet"}, context="myIDP")
MEETING_OUTCOMES = sayings(
    {
        "held": "We met",
        "moved": "We moved it",
        "cancelled_mentee": "The mentee cancelled",
        "cancelled_mentor": "The mentor cancelled",
        "absent_mentee": "The mentee did not come",
        "absent_mentor": "The mentor did not come",
        "no_date": "We could not agree on a date",
    }
)
