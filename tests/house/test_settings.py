"""The dashboard's settings: the safe ones are set, and both themes can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config as streamlit_config

from analytics.figures import palette

CHECKOUT = Path(__file__).parents[2]
CONFIG: dict[str, Any] = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
READABLE = 4.5  # WCAG AA, text
VISIBLE = 3.0  # WCAG AA, marks and parts of controls

SAFE = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1", "[::1]"],
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.maxUploadSize": 100,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, between 0 and 1 (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str, share: float) -> str:
    """A see-through colour over a ground, as #rrggbb: how Streamlit makes the ground of badges and notes."""
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)):02x}" for i in (1, 3, 5))


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_setting_is_set(name: str) -> None:
    section, _, key = name.partition(".")
    assert CONFIG[section][key] == SAFE[name]


def test_every_setting_is_one_that_streamlit_knows() -> None:
    known = set(streamlit_config.get_config_options())
    for section in ("server", "browser", "client", "runner"):
        assert {f"{section}.{key}" for key in CONFIG[section]} <= known


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_both_grounds(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    sidebar = theme["sidebar"]
    grounds = {theme["backgroundColor"], theme["secondaryBackgroundColor"], sidebar["backgroundColor"], sidebar["secondaryBackgroundColor"]}
    for name in [key for key in theme if key.endswith("TextColor") or key in ("textColor", "linkColor")]:
        assert min(contrast(theme[name], ground) for ground in grounds) >= READABLE, name
    assert contrast(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]) >= READABLE


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_captions_are_readable(mode: str) -> None:
    """Streamlit writes captions in the text's colour, 60 % of it."""
    theme = CONFIG["theme"][mode]
    for ground in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        assert contrast(over(theme["textColor"], ground, 0.6), ground) >= READABLE, ground


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_its_own_badge(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    share = 0.1 if mode == "light" else 0.2
    for hue in ("blue", "orange", "red", "violet", "gray", "green", "yellow"):
        ground = over(theme[f"{hue}Color"], theme["backgroundColor"], share)
        assert contrast(theme[f"{hue}TextColor"], ground) >= READABLE, hue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_button_can_be_read_and_seen(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast("#ffffff", theme["primaryColor"]) >= READABLE
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= VISIBLE


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_verdicts_have_the_colours_of_the_figures(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert theme["blueColor"] == palette.MET
    assert theme["orangeColor"] == theme["redColor"] == palette.BREACHED
    assert theme["violetColor"] == palette.RUNNING
    assert theme["grayColor"] == palette.NO_VERDICT
    for colour in (palette.MET, palette.BREACHED, palette.RUNNING, palette.NO_VERDICT):
        assert contrast(colour, theme["backgroundColor"]) >= VISIBLE


def test_every_font_is_a_file_of_ours() -> None:
    for face in CONFIG["theme"]["fontFaces"]:
        assert (CHECKOUT / face["url"].removeprefix("app/")).is_file()
