"""Notifications: the texts of letters, how they become mail, and how mail leaves. The only room that knows `emails`."""
