/// Curves over time, the values now, the camera's picture, the list of decisions.
enum PlotPainting {
  static let script: StaticString = #"""
    const curves = [
      { name: "Speed", unit: "m/s", keys: [["v", "accent"], ["target", "second"]], scale: cm,
        words: ["driven", "wanted"] },
      { name: "Acceleration", unit: "m/s²", keys: [["a", "accent"], ["side", "second"]], scale: cm,
        words: ["along", "across"], zero: true },
      { name: "Distance to the lane's middle", unit: "m", keys: [["off", "accent"]], scale: cm,
        zero: true },
      { name: "Clearance to the nearest other", unit: "m", keys: [["gap", "accent"]], scale: cm,
        floor: 0, ceiling: 3000 },
      { name: "Road-wheel angle", unit: "°", keys: [["steer", "accent"]], scale: mrad * 180 / Math.PI,
        zero: true },
    ];

    function exists(story, key) { return story[key] && story[key].some((value) => value !== null); }

    function plotsOf(story) {
      const plots = curves.filter((curve) => exists(story, curve.keys[0][0])).map((curve) => {
        const canvas = make("canvas", { role: "img", "aria-label": curve.name + " over time" });
        const seek = (event) => {
          if (event.type === "pointermove" && event.buttons === 0) return;
          const area = canvas.getBoundingClientRect();
          const share = (event.clientX - area.left - 44) / (area.width - 52);
          player.seek(Math.round(share * (story.n - 1)));
        };
        canvas.addEventListener("pointerdown", seek);
        canvas.addEventListener("pointermove", seek);
        const keys = (curve.words || []).map((word, i) => {
          if (!exists(story, curve.keys[i][0])) return null;
          const key = make("span", { text: "— " + word });
          key.style.color = "var(--" + curve.keys[i][1] + ")";
          return key;
        });
        const plot = make("div", { class: "plot" }, [
          make("header", {}, [make("b", { text: curve.name }), ...keys, make("output")]), canvas]);
        plot.curve = curve;
        return plot;
      });
      const panel = make("section", { class: "card panel" }, [
        make("h3", { text: "Over time" }), make("div", { class: "plots", id: "plots" }, plots)]);
      panel.style.marginTop = "16px";
      return panel;
    }

    function paintPlots(story, at) {
      for (const plot of byId("plots").children) paintPlot(plot, story, at);
    }

    function range(curve, story) {
      let low = Infinity, high = -Infinity;
      for (const [key] of curve.keys) {
        for (const value of story[key] || []) {
          if (value === null) continue;
          const seen = Math.min(value, curve.ceiling ?? Infinity) * curve.scale;
          low = Math.min(low, seen);
          high = Math.max(high, seen);
        }
      }
      if (curve.floor !== undefined) low = curve.floor;
      if (curve.zero) {
        const reach = Math.max(Math.abs(low), Math.abs(high), 0.1);
        return [-reach * 1.1, reach * 1.1];
      }
      const room = Math.max((high - low) * 0.12, 0.25);
      return [curve.floor ?? low - room, high + room];
    }

    function ticksFor(low, high) {
      const raw = (high - low) / 3, power = Math.pow(10, Math.floor(Math.log10(raw)));
      const step = [1, 2, 5, 10].map((k) => k * power).find((value) => value >= raw * 0.7);
      const ticks = [];
      for (let k = Math.ceil(low / step); k * step <= high; k += 1) ticks.push(k * step);
      return { ticks, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
    }

    function paintPlot(plot, story, at) {
      const canvas = plot.querySelector("canvas"), curve = plot.curve;
      const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const g = canvas.getContext("2d");
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      const [low, high] = range(curve, story);
      const x = (i) => 44 + (width - 52) * i / Math.max(story.n - 1, 1);
      const y = (value) => height - 8 - (height - 18) * (value - low) / (high - low);
      g.font = "11px system-ui, sans-serif";
      g.textAlign = "right";
      g.textBaseline = "middle";
      const { ticks, decimals } = ticksFor(low, high);
      for (const tick of ticks) {
        g.strokeStyle = colour("line");
        g.lineWidth = 1;
        g.beginPath();
        g.moveTo(44, y(tick));
        g.lineTo(width - 8, y(tick));
        g.stroke();
        g.fillStyle = colour("faint");
        g.fillText(fixed(tick, decimals), 38, y(tick));
      }
      for (const [key, name] of [...curve.keys].reverse()) {
        const values = story[key];
        if (!values) continue;
        g.strokeStyle = colour(name);
        g.lineWidth = 1.7;
        g.lineJoin = "round";
        g.beginPath();
        let down = false;
        for (let i = 0; i < values.length; i += 1) {
          if (values[i] === null) { down = false; continue; }
          const value = Math.min(values[i], curve.ceiling ?? Infinity) * curve.scale;
          if (down) g.lineTo(x(i), y(value)); else g.moveTo(x(i), y(value));
          down = true;
        }
        g.stroke();
      }
      g.strokeStyle = colour("soft");
      g.lineWidth = 1;
      g.beginPath();
      g.moveTo(x(at), 4);
      g.lineTo(x(at), height - 4);
      g.stroke();
      const now = story[curve.keys[0][0]][Math.round(at)];
      plot.querySelector("output").textContent =
        now === null ? "–" : fixed(now * curve.scale, 2) + " " + curve.unit;
    }

    function paintNow(story, index) {
      const thought = story.thoughts[story.thought[index]] || {};
      const number = (key, scale, decimals, unit) => {
        const value = story[key] ? story[key][index] : null;
        return value === null || value === undefined ? "–" : fixed(value * scale, decimals) + unit;
      };
      const entries = [
        ["Speed", number("v", cm, 1, " m/s")], ["Wanted", number("target", cm, 1, " m/s")],
        ["Acceleration", number("a", cm, 2, " m/s²")],
        ["Road wheels", number("steer", mrad * 180 / Math.PI, 1, "°")],
        ["Clearance", number("gap", cm, 2, " m")],
      ].map(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]);
      for (const [name, value] of [["Decision", thought.decision], ["Plan", thought.plan],
        ["Safety gate", thought.gate]]) {
        if (value) entries.push([make("dt", { text: name }), make("dd", { class: "wide", text: value })]);
      }
      byId("now").replaceChildren(...entries.flat());
    }

    function paintCamera(story, index) {
      const image = byId("camera");
      if (!image) return;
      let frame = story.frames[0];
      for (const entry of story.frames) if (entry.i <= index) frame = entry;
      if (image.shown === frame) return;
      image.shown = frame;
      image.src = "data:image/jpeg;base64," + frame.jpeg;
      byId("camera-time").textContent = "Front camera at " + fixed(frame.i * story.dt / 1000, 1) + " s";
    }

    function paintEvents(story, index) {
      const list = byId("events");
      if (!list) return;
      let current = null;
      story.events.forEach((event, k) => {
        if (event.i <= index) current = list.children[k];
      });
      if (list.current === current) return;
      if (list.current) list.current.classList.remove("now-at");
      list.current = current;
      if (!current) return;
      current.classList.add("now-at");
      const low = current.offsetTop - list.offsetTop;
      if (low < list.scrollTop || low > list.scrollTop + list.clientHeight - 40) {
        list.scrollTop = low - 40;
      }
    }
    """#
}
