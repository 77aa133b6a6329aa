"""Words: in which language a text of ours is said, and how days, numbers and lists are written in it. Decides for nobody.

The texts themselves stand where they are meant (domain/saying.py makes them, pages and commands write them); here are the
catalogues that turn them into other languages, one folder for each: <language>/LC_MESSAGES/mentoring.po.
"""

from words.catalogues import ENGLISH, languages, unsaid
from words.shell import spoken_here, tell
from words.tongues import Tongue, tongue

__all__ = ["ENGLISH", "Tongue", "languages", "spoken_here", "tell", "tongue", "unsaid"]
