"""``python -m itogi`` is the command ``itogi``."""

from itogi.cli import main

if __name__ == "__main__":
    main()
