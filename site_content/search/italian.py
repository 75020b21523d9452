"""How Italian is read: articles that lean on the next word, words that say nothing in a query, endings that are cut."""

from __future__ import annotations

from site_content.search.text import listed

ELIDED = listed(
    """
    l un d dell all nell dall sull coll c s m t v n gl quest quell bell sant nessun ciascun qualcun alcun buon tutt cent trent
    quarant mezz senz anch com dov quand cos ogn grand vent pover nient quant dev po degl agl negl dagl sugl cogl pell ch ove
    ond gliel
    """
)
"""What may stand before an apostrophe and is a word of its own."""

STOP_WORDS = frozenset(ELIDED) | frozenset(
    listed(
        """
        a ad ai al alla alle allo agli anche avere avete abbiamo c che chi ci coi col come con cosa cose
        cui d da dai dal dalla dalle dallo dagli degli dei del della delle dello devo deve di do dove e
        ed è era essere fa fare faccio fra gli ha hai hanno ho i il in io l la le lei li lo loro lui ma
        mi mia mie mio miei ne nei nel nella nelle nello negli noi non nostra nostro o od oppure ogni
        per perché perchè perche più piu po posso possiamo può puo quale quali quando quanto quanti
        quanta quante quella quelle quelli quello questa queste questi questo qui s se sei si sia siamo
        siete sono su sua sue sugli sui sul sulla sulle sullo suo suoi tra tu tutta tutte tutti tutto un
        una uno uni vi voglio vorrei voi vostra vostro m t v n cerco cercare cerca trovo trovare trova
        serve servono sapere avrei bisogno qualche the of for and in on to how what is are my a an
        """
    )
)
"""Left out of a query which has other words; a query of nothing else is taken as it is."""

_SHORTEST, _LIGHT = 4, 6
"""Letters: shorter words stay as they are; from the second on two letters of an ending may go."""


def stem(word: str) -> str:
    """The word less its ending of number and gender, as the server's analyzer cuts it. `word` is folded."""
    cut = _cut(word) if len(word) >= _LIGHT else word
    return _cut(cut) if _SHORTEST <= len(cut) < _LIGHT else cut


def _cut(word: str) -> str:
    last, before = word[-1], word[-2]
    if last not in "aeio":
        return word
    pairs = {"e": "ih", "i": "ih", "a": "i", "o": "i"}
    return word[:-2] if before in pairs[last] else word[:-1]
