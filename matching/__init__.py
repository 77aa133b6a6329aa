"""Matching: who meets whom, proven best, with reasons. Pure but slow; knows neither storage nor forms, asks nobody and
sends nothing.

`engine.solve` and its neighbours work on arrays and could serve any programme; `pairs.suggest` is the face for the
office.
"""
