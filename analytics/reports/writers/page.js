"use strict";
(() => {
  const charts = [...document.querySelectorAll(".chart")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paper = { trend: [1110, 250], tiers: [535, 225], levels: [535, 225] };
  const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();

  for (const place of charts) {
    const drawn = JSON.parse(document.getElementById(place.id.replace("chart-", "drawn-")).textContent);
    drawn.layout.font = { ...drawn.layout.font, color: ink(), family: getComputedStyle(document.body).fontFamily };
    place.dataset.height = drawn.layout.height;
    place.replaceChildren();
    Plotly.newPlot(place, drawn.data, drawn.layout, drawn.config);
  }
  const onScreen = () => charts.forEach((place) => Plotly.relayout(place, { "font.color": ink(), autosize: true, width: null, height: Number(place.dataset.height) }));
  const onPaper = () => charts.forEach((place) => {
    const [width, height] = paper[place.id.replace("chart-", "")];
    Plotly.relayout(place, { "font.color": "#18212c", width, height });
  });
  dark.addEventListener("change", onScreen);
  addEventListener("beforeprint", onPaper);
  addEventListener("afterprint", onScreen);
})();
