"""Beginning something: a pack, a branch, a scene, a role or a quotation, written as YAML with notes."""
