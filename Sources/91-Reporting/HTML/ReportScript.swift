/// What the report does: sorts, filters, opens a scenario. Input reaches the page as text only.
enum ReportScript {
  /// The parts in order; together they are one script.
  static let parts: [StaticString] = [
    frame, ScenePainting.script, StrokeDrawing.script, StrokePainting.script, PlotPainting.script,
    detail,
  ]

  private static let frame: StaticString = #"""
    "use strict";
    const report = JSON.parse(document.getElementById("data").textContent);
    const root = document.documentElement;
    const byId = (id) => document.getElementById(id);

    // Everything shown is set as text: nothing of the input is ever parsed as markup.
    function make(name, options = {}, children = []) {
      const node = document.createElement(name);
      for (const [key, value] of Object.entries(options)) {
        if (value === undefined || value === null) continue;
        if (key === "text") node.textContent = value;
        else if (key === "class") node.className = value;
        else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
        else node.setAttribute(key, value);
      }
      node.append(...children.filter(Boolean));
      return node;
    }
    function colour(name) { return getComputedStyle(root).getPropertyValue("--" + name).trim(); }
    function fixed(value, decimals) {
      const text = value.toFixed(decimals);
      return Number(text) === 0 ? (0).toFixed(decimals) : text;
    }

    function setTheme(theme) {
      root.dataset.theme = theme;
      byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
      if (window.repaint) window.repaint();
    }
    const asked = new URLSearchParams(location.search).get("theme");
    const system = matchMedia("(prefers-color-scheme: dark)");
    setTheme(asked === "dark" || asked === "light" ? asked : system.matches ? "dark" : "light");
    byId("theme").hidden = false;
    byId("theme").addEventListener("click", () =>
      setTheme(root.dataset.theme === "dark" ? "light" : "dark"));

    const body = byId("rows");
    const rows = [...body.rows];
    let shown = "all";
    function filter() {
      const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits = words.every((word) => text.includes(word))
          && (shown === "all" || row.dataset.outcome === shown);
        row.hidden = !fits;
        if (fits) count += 1;
      }
      byId("none").hidden = count > 0;
    }
    byId("filter").addEventListener("input", filter);
    for (const button of document.querySelectorAll("[data-show]")) {
      button.addEventListener("click", () => {
        shown = button.dataset.show;
        for (const other of document.querySelectorAll("[data-show]")) {
          other.setAttribute("aria-pressed", String(other === button));
        }
        filter();
      });
    }
    byId("tools").hidden = false;
    for (const head of document.querySelectorAll(".list thead th")) {
      head.addEventListener("click", () => {
        const column = head.cellIndex;
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
        const numeric = head.classList.contains("number") || column === 0;
        const sorted = [...rows].sort((a, b) => numeric
          ? Number(key(a)) - Number(key(b)) : key(a).localeCompare(key(b), "en", { numeric: true }));
        if (down) sorted.reverse();
        body.append(...sorted);
      });
    }
    """#

  private static let detail: StaticString = #"""
    let open = null;
    let player = null;
    function choose(id, scroll) {
      const item = report.scenarios.find((entry) => entry.id === id);
      if (!item) return;
      if (player) player.stop();
      open = id;
      for (const row of rows) row.classList.toggle("open", row.dataset.id === id);
      byId("detail").replaceChildren(...describe(item));
      if (item.story) player = new Player(item);
      else player = null;
      history.replaceState(null, "", "#" + encodeURIComponent(id));
      if (scroll) byId("detail").scrollIntoView({ behavior: scroll, block: "start" });
    }
    for (const row of rows) row.addEventListener("click", () => choose(row.dataset.id, "smooth"));
    addEventListener("hashchange", () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (id !== open) choose(id, "smooth");
    });

    function describe(item) {
      const title = make("div", { class: "title" }, [
        make("span", { class: "mark " + item.outcome, text: item.words }),
        make("h2", { text: item.id }),
        make("span", { class: "score", text: fixed(item.score, 1) },
          [make("small", { text: item.raw === item.score ? " score"
            : " score, " + fixed(item.raw, 1) + " before gates" })]),
      ]);
      const facts = [item.title, item.vehicle, "seed " + item.seed, fixed(item.duration, 1)
        + " s simulated", item.source].filter(Boolean).join(" · ");
      const parts = [title, make("p", { class: "sub", text: facts })];
      const notes = [...(item.known ? ["Known failure until " + item.known.until + ": "
        + item.known.reason] : []), ...item.messages];
      if (notes.length) {
        parts.push(make("div", { class: "notice " + item.outcome },
          notes.map((text) => make("p", { text }))));
      }
      if (item.story) {
        parts.push(stageOf(item.story));
        const strokes = manoeuvreOf(item);
        if (strokes) parts.push(strokes);
        parts.push(plotsOf(item.story));
      }
      else parts.push(make("p", { class: "notice", text: item.left
        || "There is no picture of this scenario: it did not run." }));
      parts.push(make("div", { class: "grid" }, [
        item.story ? make("section", { class: "card panel" }, [
          make("h3", { text: "What it decided, and why" }), eventsOf(item.story)]) : null,
        make("section", { class: "card panel" }, [
          make("h3", { text: "Metrics" }), metricsOf(item)]),
      ]));
      parts.push(make("p", { class: "mono", text: "state digest " + (item.digest || "none") }));
      return parts;
    }

    function stageOf(story) {
      const legend = [["accent", "ego and its path"], ["accent", "plan"], ["other", "others"]];
      if (story.expert.length) legend.push(["second", "recorded driver"]);
      if (story.seen.some((lines) => lines.length)) legend.push(["odd", "lines seen"]);
      const view = make("div", { class: "card view" }, [
        make("canvas", { id: "scene", "aria-label": "The scene from above" }),
        make("div", { class: "legend" }, legend.map(([name, text]) => {
          const key = make("i", { class: text === "plan" ? "dot" : "" });
          key.style.background = "var(--" + name + ")";
          return make("span", {}, [key, text]);
        })),
        make("div", { class: "corner" }, [
          make("button", { class: "quiet", id: "follow", type: "button", text: "Follow" }),
          make("button", { class: "quiet", id: "fit", type: "button", text: "Whole run" }),
        ]),
        make("div", { class: "player" }, [
          make("button", { class: "play", id: "play", type: "button", text: "▶",
            "aria-label": "Play or pause" }),
          make("input", { type: "range", id: "time", min: 0, max: story.n - 1, value: 0,
            "aria-label": "Time" }),
          make("button", { class: "quiet", id: "pace", type: "button", text: "1×" }),
          make("span", { class: "clock", id: "clock" }),
        ]),
      ]);
      const side = make("div", { class: "side" }, [
        story.frames.length ? make("div", { class: "card camera" }, [
          make("img", { id: "camera", alt: "What the front camera saw" }),
          make("p", { id: "camera-time" })]) : null,
        make("div", { class: "card now" }, [make("h3", { text: "Now" }), make("dl", { id: "now" })]),
      ]);
      return make("div", { class: story.frames.length ? "stage" : "stage alone" }, [view, side]);
    }

    function eventsOf(story) {
      if (!story.events.length) return make("p", { class: "why", text: "No decision was recorded." });
      return make("ol", { class: "events", id: "events" }, story.events.map((event) =>
        make("li", { class: event.kind, onclick: () => player && player.seek(event.i) }, [
          make("time", { text: fixed(event.i * story.dt / 1000, 1) + " s" }),
          make("span", { class: "kind", text: event.kind }),
          make("p", { text: event.text }, [event.why ? make("small", { text: event.why }) : null]),
        ])));
    }

    function metricsOf(item) {
      if (!item.metrics.length) return make("p", { class: "why", text: "Nothing was measured." });
      const table = make("table", {}, item.metrics.map((metric) => make("tr", {
        class: (metric.gate ? "gate" : "") + (metric.gate && metric.value === 0 ? " broken" : "") }, [
        make("td", { text: metric.id }, [
          metric.reason ? make("small", { text: metric.reason }) : null]),
        make("td", { class: "number", text: metric.text }),
        make("td", { class: "number", text: metric.margin ? "margin " + metric.margin : "" }),
      ])));
      return make("div", { class: "metrics" }, [table]);
    }

    window.repaint = () => { if (player) player.paint(); };
    addEventListener("resize", () => window.repaint());
    addEventListener("keydown", (event) => {
      if (["INPUT", "BUTTON"].includes(event.target.tagName) && event.key !== "Escape") {
        if (event.target.type !== "range") return;
      }
      if (!player) return;
      if (event.key === " ") { player.toggle(); event.preventDefault(); }
      if (event.key === "ArrowRight" && event.target.type !== "range") player.seek(player.at + 1);
      if (event.key === "ArrowLeft" && event.target.type !== "range") player.seek(player.at - 1);
    });
    const wanted = decodeURIComponent(location.hash.slice(1));
    const first = report.scenarios.find((item) => item.id === wanted)
      || report.scenarios.find((item) => item.outcome !== "passed" && item.story)
      || report.scenarios.find((item) => item.story) || report.scenarios[0];
    if (first) choose(first.id, wanted ? "instant" : null);
    const at = Number(new URLSearchParams(location.search).get("t"));
    if (player && at > 0) player.seek(Math.round(at * 1000 / player.story.dt));
    """#
}
