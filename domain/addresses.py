"""Addresses: what somebody typed as an e-mail address, as our post can write it. Whether anybody reads there is not asked."""

from email_validator import EmailNotValidError, validate_email


def address_in(typed: str) -> str:
    """The address, with its domain in ASCII; "" for what is none, or has letters before the @ that our post cannot carry."""
    try:
        return validate_email(typed, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError:
        return ""
