"""The glossary in the translators' hands, and the checks of a translated text."""
