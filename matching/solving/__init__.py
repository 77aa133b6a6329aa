"""Solving: from stages to pairs with a proof. Arrays only: knows no people, no criteria. Its face is `matching.engine`."""
