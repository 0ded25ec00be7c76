"""From files to one tree per arm, in which every key and value remembers where it stands."""
