"""What was translated once, found again: units, matches, concordance, TMX."""
