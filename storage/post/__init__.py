"""Post: letters from the turn that wrote them to the last word of the mail server. Sends nothing itself."""
