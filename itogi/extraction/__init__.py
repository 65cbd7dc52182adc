"""Floor 3: from a parsed article to records, by patterns and lexicons held as data."""

import itogi.language  # noqa: F401  # it must come before spaCy
