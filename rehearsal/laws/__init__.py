"""Laws: what every rehearsal must keep, read from its history."""
