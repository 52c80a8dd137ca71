"""Three hundred strings that hurt: what people, help desks and attackers put into names, and what some reader of text acts on.

Each ends in a number of its own, so that it can be found again wherever it is shown.
"""

from __future__ import annotations

MARKDOWN = (
    "__init__", "# head", "5*3*2", "*bold* **bolder**", "`code`", "```\\nfenced\\n```", "~~gone~~", "> quote", "1. first", "- item",
    "+ item", "---", "| a | b |", "[^1]", "[x] done", "a_b_c", "1) one", "+++", "==mark==", "^up^", "\\*escaped\\*", "two  spaces",
    "line  ", "[link](https://x.example)", "![image](https://x.example/a.png)", "[ref]: https://x.example", "<https://x.example>",
    "***", "___", "## two", "###### six", "    indented", "\ttabbed", "* * *", "a\\\\b", "~sub~", "::: box", "- [ ] open",
)  # fmt: skip
STREAMLIT = (
    ":red[danger]", ":blue-background[x]", ":material/home:", ":smile:", ":streamlit:", ":rainbow[x]", ":gray-badge[x]", ":small[x]",
    ":violet-badge[:material/star: x]", "->", "<- ->", "-- ---", ">= <= ~=", "(c) (r) (tm)", ":orange[![i](//x.example/p)]",
)  # fmt: skip
LATEX = ("$x^2$", "$$\\frac{a}{b}$$", "\\(x\\)", "\\[x\\]", "$\\href{https://x.example}{x}$", "costs $5 and $6", "\\begin{a}", "{x}", "$$")
HTML = (
    "<b>b</b>", "<img src=//x.example/p>", "<img src=x onerror=document.title='ran'>", "<script>document.title='ran'</script>",
    "<svg onload=document.title='ran'>", "<iframe src=//x.example>", "<a href=//x.example>a</a>", "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//x.example>", "<br>", "<sub>s</sub>", "<!-- gone -->", "</div></body>", "<user@host.example>",
    "&amp; &lt; &#35;", "&nbsp;", "&", "<", ">", "\"", "'", "\" onmouseover=\"document.title='ran'", "'><img src=//x.example/q>",
    "<input autofocus onfocus=document.title='ran'>", "<details open ontoggle=document.title='ran'>", "<base href=//x.example>",
    "<meta http-equiv=refresh content=0;url=//x.example>", "<span style=color:red>s</span>", "<i>", "<<>>", "<![CDATA[x]]>", "<?xml?>",
)  # fmt: skip
LINKS = (
    "https://x.example/a?b=c&d=e", "www.x.example", "a@x.example", "http://x.example:80/#a", "ftp://x.example", "mailto:a@x.example",
    "javascript:document.title='ran'", "data:text/html,<script>document.title='ran'</script>", "//x.example", "file:///etc/passwd",
    "x.example/path", "tel:5550100", "/a/../b", "../../x", "a?b#c", "%2e%2e%2f", "%00", "a/b", "a\\b", "?ticket=1&source=2", "#anchor",
)  # fmt: skip
DIRECTION = (
    "\u202etxet", "a\u202eb\u202cc", "\u200fleft", "\u200eright", "\u2066in\u2069", "\u061carab", "\u200bzero", "\ufeffmark", "a\u00adb",
    "\u2028line", "\u2029paragraph", "\u200djoin", "שלום", "مرحبا بالعالم", "abc שלום def", "\u2067rtl",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"//x.example\")", "=cmd|' /C calc'!A0", "\t=1+1", " =1+1", "'=1+1", "'", "-", "+", "=",
    "@", "=WEBSERVICE(\"//x.example\")", "%0A=1+1", ";=1+1", ",=1+1", "-2+3", "+cmd",
)  # fmt: skip
SQL_AND_CODE = (
    "'; DROP TABLE tickets; --", "\"; DELETE", "1 OR 1=1", "$tickets", "{{7*7}}", "${7*7}", "%s %d %n", "{0}", "%(x)s", "`rm -rf`",
    "$(rm)", "\\x00", "\\u0041", "\\n", "None", "null", "NaN", "true", "undefined", "[object Object]", "1e309", "0x1F", "007", "1,234.5",
    "#REF!", "#set page()", "#eval(\"1\")", "@label", "<label>", "#import \"x\"",
)  # fmt: skip
LETTERS = (
    "Größe", "漢字かな", "Ελληνικά", "Кириллица", "हिन्दी", "ไทย", "한국어", "e\u0301", "ﬁ", "Ⅷ", "½", "😀", "👩‍👩‍👧", "🏳️‍🌈", "Z͑ͫa͒l̀g͜o",
    "İstanbul", "ß", "ſ", "ａｂｃ", "𝒳", "\u00a0nbsp", "\u3000wide", "…", "“quoted”", "—", "naïve", "Łódź", "Ångström", "ǅ", "K",
)  # fmt: skip
FORMS = (
    "x" * 120, "word " * 30 + "end", "a,b;c|d", "comma, quote\" and 'quote'", "a\nb", "a\r\nb", "", "(not recorded)", "All", "Other",
    "(none)", "100 %", "50% off!", "a : b", "key=value", "a=1&b=2", "not recorded", "total", "A & B", "#tag", "1.", "0", "-0", ".5", "1/2",
)  # fmt: skip

_KINDS = (MARKDOWN, STREAMLIT, LATEX, HTML, LINKS, DIRECTION, FORMULAS, SQL_AND_CODE, LETTERS, FORMS)
_ALL = [text for kind in _KINDS for text in kind]
# Some of them also within other text: what stands at the start of a line is read otherwise than what stands inside.
_WITHIN = [f"Desk {text} two" for kind in (MARKDOWN, HTML, STREAMLIT) for text in kind][: 300 - len(_ALL)]
HURTING = tuple(f"{text} n{number:03d}" for number, text in enumerate([*_ALL, *_WITHIN]))
