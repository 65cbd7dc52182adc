"""Floor 5: many articles at once, on the processes of one machine."""
