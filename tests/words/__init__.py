"""Tests of the words: languages, and the proof that everything goes through them."""
