"""How often languages write letters beyond ASCII: what tells one single-byte encoding from another.

Each line is a language's letters, the most frequent first. The order is all that is used; a letter's share falls with its rank.
"""

from __future__ import annotations

_LETTERS = {
    "French": "éèàêçùôîâûëïœæ",
    "German": "üäößé",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéóíêõúâàôü",
    "Italian": "èàòùéì",
    "Dutch": "ëéïóèüö",
    "Swedish, Finnish": "äöåé",
    "Danish, Norwegian": "øåæéöä",
    "Icelandic": "íáðéóöúæýþ",
    "Catalan": "óàèéíòçúïü",
    "Polish": "łąężśóćńźüö",
    "Czech": "íáěéřčžýšůúťňóďü",
    "Slovak": "áíčéýžšúľťôňďóäŕĺ",
    "Hungarian": "áéöóőüíúű",
    "Romanian": "ăîâșțşţ",
    "Croatian, Slovene": "čšžćđ",
    "Turkish": "ışüğöçİâîû",
    "Lithuanian": "ėšįųąūžčę",
    "Latvian": "āīēšņžļūģčķ",
    "Estonian": "äõüöšž",
    "Welsh": "ŵŷâêîôû",
    "Vietnamese": "đưàáâôơảăạêòóìéíúũ",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оанивіерстлкудмпязьгбйчхїцюжєшщфґ",
    "Bulgarian, Serbian": "аоиетнрсвлдкпмзугяъбчцшжхйщфюјђћљњџ",
    "Greek": "αοιετσνηυρπκμλςωγδχθφβξζψόάίέήύώ",
    "Hebrew": "יוהלארתבשמםנקדחפטעגסןכזצךףץ",
    "Arabic": "اليمونرتبةعدسفهكقحجشصطخءضزثذأظغىإآئؤ",
    "Thai": "านรกงอมเลวดทส่ตยปะ้คหีแ์ัิบใไชขพจโถผุธูือณซศ็ญฐฎฏ",
}
_SIGNS = " –—“”„‘’«»‹›€£¥§°©®™…•·¿¡ºª²³½¼¾×±µ‰†¢´¬"
"""Signs beside letters: no language has them to itself."""

_SIGN_SHARE, _STRANGE_SHARE = 0.02, 0.0002


def _shares(letters: str) -> dict[str, float]:
    """A share for each letter, falling with its rank; capital letters a twelfth of it."""
    weights = {letter: 1 / (rank + 1.5) for rank, letter in enumerate(letters)}
    whole = sum(weights.values())
    shares = {letter: 0.92 * weight / whole for letter, weight in weights.items()}
    for letter, share in list(shares.items()):
        capital = letter.upper()
        if len(capital) == 1 and capital != letter:
            shares.setdefault(capital, share / 12)
    return shares


LANGUAGES = {name: _shares(letters) for name, letters in _LETTERS.items()}
SIGNS = dict.fromkeys(_SIGNS, _SIGN_SHARE) | dict.fromkeys("’–“”…", 4 * _SIGN_SHARE)
STRANGE_SHARE = _STRANGE_SHARE
