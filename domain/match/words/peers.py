"""Peer groups in words: what the members have in common."""

from domain.careers import CAREER_TRACKS
from domain.saying import say


def around(track: int | None, fans: int, members: int) -> str:
    """How many of a group wish for the career it gathers around; "" where there is none."""
    if track is None:
        return ""
    career = CAREER_TRACKS.get(track, str(track))
    return say("{fans} of {members} wish for: {career}", fans=fans, members=members, career=career)
