"""Read by: the usual declarations of who reads an answer and what uses it, to be given to `question` with two stars.

A question without one of these is read by the coordinator, who cares for people by it (`Form.reader`, `Form.use`).
"""

from collections.abc import Mapping
from typing import Any

from domain.belonging import Audience, Use

Declaration = Mapping[str, Any]

ADDRESSING: Declaration = {"reader": Audience.NAMED, "use": Use.ADDRESS}
FOR_A_PARTNER: Declaration = {"reader": Audience.PARTNER, "use": Use.PARTNER}
IN_A_PROFILE: Declaration = {"reader": Audience.SUGGESTED, "use": (Use.MATCHING, Use.PROFILE)}
WHERE_THEY_FIT: Declaration = {"reader": Audience.SUGGESTED, "use": Use.MATCHING}
AS_A_REASON: Declaration = {"reader": Audience.REASON, "use": Use.MATCHING}
TO_MATCH: Declaration = {"reader": Audience.COORDINATOR, "use": Use.MATCHING}
TO_DECIDE: Declaration = {"reader": Audience.COORDINATOR, "use": Use.DECISION}
FOR_THE_GROUP: Declaration = {"reader": Audience.GROUP, "use": Use.PARTNER}
FOR_THE_TWO: Declaration = {"reader": Audience.TWO, "use": Use.PARTNER}
A_MEETING: Declaration = {"reader": Audience.GROUP, "use": Use.MEETING}
TOWARDS_COMPLETION: Declaration = {"reader": Audience.GROUP, "use": Use.COMPLETION}
COUNTED: Declaration = {"reader": Audience.STATISTICS, "use": Use.EVALUATION}
ON_RECORD: Declaration = {"reader": Audience.NOBODY, "use": Use.CONSENT}
