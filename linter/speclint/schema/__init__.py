"""JSON Schema: validation, and its errors in plain messages."""
