"""Floor 5: the results of an organisation and its ledger, for a terminal, as Markdown, HTML and data.

results = results_of(register, "CSTO", 2024)
print_results(results, Console(), lang="ru")
page = to_html(results, lang="ru", organisation_names={"CSTO": {"ru": "ОДКБ"}})
"""
