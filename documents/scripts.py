"""Scripts: in which of them names can be printed. The press has fonts for Latin, Greek and Cyrillic; for others those of the
machine step in, and what no font has is left out of a paper (documents/press.py).
"""

from documents.press import lacks_a_font
from domain.saying import sayings

SCRIPTS = sayings(
    {
        "Zoë Đặng": "Latin",
        "Ελένη": "Greek",
        "Жанна": "Cyrillic",
        "Արամ": "Armenian",
        "ნინო": "Georgian",
        "שרה": "Hebrew",
        "مريم": "Arabic",
        "አበባ": "Ethiopic",
        "अमित": "Devanagari",
        "মিতা": "Bengali",
        "தமிழ்": "Tamil",
        "తెలుగు": "Telugu",
        "සමන්": "Sinhala",
        "สมชาย": "Thai",
        "李小龙": "Chinese",
        "さくら": "Japanese",
        "민준": "Korean",
    },
    context="script",
)
"""By a word written in it, what a script is called."""
EAST_ASIAN = frozenset({"李小龙", "さくら", "민준"})


def unprintable() -> dict[str, str]:
    """The scripts of SCRIPTS for which neither the press nor this machine has a font."""
    return {word: name for word, name in SCRIPTS.items() if lacks_a_font(word)}
