"""What a story is: model, positioned YAML, rules language, diagnostics, packs, evidence."""
