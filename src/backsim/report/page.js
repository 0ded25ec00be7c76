"use strict";
(function () {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
  const charts = Array.from(document.querySelectorAll("[data-chart]"));
  for (const chart of charts) {
    const figure = figures[chart.dataset.chart];
    Plotly.newPlot(chart, figure.data, figure.layout, config);
  }
  // Paper has its own width.
  const fit = () => charts.forEach((chart) => Plotly.Plots.resize(chart));
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
})();
