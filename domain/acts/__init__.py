"""Acts: everything a coordinator may do without a case, by name. A new act is a class in one of these files."""

from domain.acts import of_cohorts, of_extensions, of_gatherings, of_groups, of_lists, of_people, of_the_match
from domain.acts.act import Act, Place

ACTS: dict[str, type[Act]] = {
    act.name: act
    for act in (
        *of_groups.ACTS,
        *of_extensions.ACTS,
        *of_people.ACTS,
        *of_gatherings.ACTS,
        *of_lists.ACTS,
        *of_cohorts.ACTS,
        *of_the_match.ACTS,
    )
}

__all__ = ["ACTS", "Act", "Place"]
