"""Matching: who meets whom, proven best, with reasons. Pure but slow; knows neither storage nor forms, asks nobody and
sends nothing.

`pairs.suggest` is the face for the office; the arithmetic, which could serve any programme, is in `allocation`.
"""
