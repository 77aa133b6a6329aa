"""The match as facts, which pass from room to room and into the database; and in words/ what a person reads of them."""
