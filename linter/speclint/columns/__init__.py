"""Sheets by column: what many sheets of one profile state, in arrays that rules are screened on."""
