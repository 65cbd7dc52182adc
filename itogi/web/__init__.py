"""Floor 6: the register in a browser. A Django app beside the register, in the register's own database."""
