"""States and letters by the names people read."""

import pytest

from domain.states import letter_and_role, letter_named


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_a_letter_that_each_role_has_of_its_own_is_named_with_the_role(role):
    assert letter_and_role(f"{role}/choose_reminder") == f"{letter_named(f'{role}/choose_reminder')} ({role})"


def test_a_letter_to_both_has_its_name_alone():
    assert letter_and_role("pair/agreement_wanted") == letter_named("pair/agreement_wanted")
