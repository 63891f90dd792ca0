"""Work that was done: its code, configuration, staged files and upload."""
