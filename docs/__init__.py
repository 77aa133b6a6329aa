"""Documents for those who run and change the office; lifecycles.md is written by `python -m docs.lifecycles`."""
