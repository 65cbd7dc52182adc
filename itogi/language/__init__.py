"""Floor 1: Russian text to a spaCy ``Doc`` with sentences, words, lemmas, syntax and names."""
