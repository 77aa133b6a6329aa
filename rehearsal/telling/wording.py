"""Wording: small pieces of text that the pages of a chronicle share."""


def letters_in_words(number: int) -> str:
    return "1 letter" if number == 1 else f"{number} letters"
