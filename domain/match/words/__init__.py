"""The words a person reads of a match, one file for each kind of fact. In the domain, since letters and documents say them
too and know nothing else; each text is written out where it is said, so that a catalogue can be made of them.

`who` puts a name to a code: "Anna Lee (M03)" on the desk, the code alone where nobody is named.
"""
