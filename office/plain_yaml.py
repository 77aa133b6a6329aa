"""Plain YAML: how the office reads the YAML that people write: plans, policies, presets, answers.

YAML 1.1 takes `on`, `off`, `yes` and `no` for truth values and 17:00 for 1,020. Here they stay the words that were
written, as names and as values: `on: mentees`, `country: NO`, `at: 17:00`. Only `true` and `false` are truth values.
"""

import re
from typing import Any

import yaml

AS_WRITTEN = re.compile(r"(?:on|off|yes|no|\d{1,2}:\d{2}(?::\d{2})?)$", re.IGNORECASE)


class AsWritten(yaml.SafeLoader):
    """The safe loader, but for words and times that are meant as they stand."""

    yaml_implicit_resolvers = {  # noqa: RUF012  pyyaml declares it so
        first: [("tag:yaml.org,2002:str", AS_WRITTEN), *rules]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_yaml(text: str) -> Any:
    """The values of a YAML text; yaml.YAMLError, with a mark where it knows one, for what is none."""
    return yaml.load(text, Loader=AsWritten)  # noqa: S506  a safe loader
