"""Solving: from stages to pairs with a proof. Its face is `engine`."""
