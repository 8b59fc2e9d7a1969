/// The manoeuvre stroke by stroke: pictures as SVG, so that they print and zoom.
enum StrokePainting {
  static let script: StaticString = #"""
    function strokesOf(story) {
      return story.strokes.map((stroke, i) => ({ ...stroke, number: i + 1,
        kind: stroke.forward ? "forward" : "reverse", way: posesOf(stroke.poses) }));
    }

    function nearestOf(strokes) {
      return strokes.reduce((best, stroke) =>
        stroke.near && (!best || stroke.near.d < best.near.d) ? stroke : best, null);
    }

    function overview(story, strokes) {
      const all = strokes.flatMap((stroke) => stroke.way);
      const points = all.flatMap((pose) => bodyAt(story.car, pose));
      if (story.goal) {
        const [x, y, h] = story.goal;
        points.push(...bodyAt(story.car, { x: x * cm, y: y * cm, h: h * mrad }));
      }
      const xs = points.map((point) => point[0]), ys = points.map((point) => point[1]);
      const ratio = (Math.max(...ys) - Math.min(...ys) + 1.6) / (Math.max(...xs) - Math.min(...xs) + 1.6);
      const width = 800, height = Math.round(width * Math.min(Math.max(ratio, 0.38), 0.72));
      const picture = new Picture(width, height, points);
      picture.ground(story);
      for (const kind of ["forward", "reverse"]) {
        picture.swept(story.car, strokes.filter((stroke) => stroke.kind === kind)
          .map((stroke) => stroke.way), kind + " all");
      }
      for (const stroke of strokes) {
        const node = picture.swept(story.car, [stroke.way], stroke.kind + " one");
        node.dataset.stroke = stroke.number;
      }
      picture.shape(bodyAt(story.car, all[0]), "s-body start");
      picture.shape(bodyAt(story.car, all[all.length - 1]), "s-body end");
      for (const stroke of strokes) {
        const node = picture.way(stroke.way, stroke.kind);
        node.dataset.stroke = stroke.number;
      }
      strokes.slice(1).forEach((stroke, i) => {
        const [x, y] = picture.at([stroke.way[0].x, stroke.way[0].y]);
        const cusp = strokes[i].kind !== stroke.kind;
        if (cusp) {
          picture.add("path", { class: "s-cusp", d: "M" + (x - 5) + " " + y + "L" + x + " " + (y - 5)
            + "L" + (x + 5) + " " + y + "L" + x + " " + (y + 5) + "Z" });
        } else picture.add("circle", { class: "s-stop", cx: x, cy: y, r: 3 });
      });
      const nearest = nearestOf(strokes);
      if (nearest) picture.dimension(nearest.near, fixed(nearest.near.d * mm, 2) + " m");
      numbers(picture, strokes);
      picture.ruler();
      return picture.node("The strokes from above, numbered in the order they were driven");
    }

    // Numbers beside the ways; those that would cover each other become one: "3–7".
    function numbers(picture, strokes) {
      const places = [];
      for (const stroke of strokes) {
        const middle = stroke.way[Math.floor((stroke.way.length - 1) / 2)];
        const [x, y] = picture.at([middle.x, middle.y]);
        // To the left of the way that was driven, so that there and back stay apart.
        const side = stroke.forward ? 1 : -1, away = 14;
        const place = { x: x - Math.sin(middle.h) * away * side, y: y - Math.cos(middle.h) * away * side,
          numbers: [stroke.number], kind: stroke.kind };
        const other = places.find((entry) => Math.abs(entry.y - place.y) < 20
          && Math.abs(entry.x - place.x) < (tagWidth(entry) + tagWidth(place)) / 2 + 2);
        if (other) {
          other.numbers.push(stroke.number);
          if (other.kind !== stroke.kind) other.kind = "mixed";
        } else places.push(place);
      }
      for (const place of places) {
        const text = ranges(place.numbers), wide = tagWidth(place);
        picture.add("rect", { class: "s-tag " + place.kind, x: (place.x - wide / 2).toFixed(1),
          y: (place.y - 9).toFixed(1), width: wide.toFixed(1), height: 18, rx: 9 });
        picture.text(place.x, place.y + 4, text, "s-number");
      }
    }

    function tagWidth(place) { return Math.max(18, 10 + 8 * ranges(place.numbers).length); }

    function ranges(numbers) {
      const parts = [];
      for (const number of numbers) {
        const last = parts[parts.length - 1];
        if (last && number === last[1] + 1) last[1] = number;
        else parts.push([number, number]);
      }
      const text = parts.map(([a, b]) => a === b ? "" + a : b === a + 1 ? a + "," + b : a + "–" + b)
        .join(",");
      return text.length > 9 ? numbers[0] + "…" + numbers[numbers.length - 1] : text;
    }

    // The place of the least clearance, close up.
    function closeUp(story, stroke) {
      const near = stroke.near, line = near.line;
      const span = Math.max(1.3, near.d * mm * 3.2) / 2;
      const x = (line[0] + line[2]) / 2 * mm, y = (line[1] + line[3]) / 2 * mm;
      const picture = new Picture(320, 250, [[x - span, y - span * 0.78], [x + span, y + span * 0.78]],
        { pad: 0 });
      picture.ground({ ...story, obstacles: [], goal: null });
      for (const obstacle of story.obstacles) {
        const points = pointsOf(obstacle.p, cm);
        if (picture.sees(points)) picture.shape(points, obstacle.low ? "s-low faint" : "s-solid faint");
      }
      picture.swept(story.car, [stroke.way], stroke.kind);
      picture.shape(pointsOf(near.outline, mm), "s-solid");
      const pose = { x: near.pose[0] * mm, y: near.pose[1] * mm, h: near.pose[2] * turn };
      picture.shape(bodyAt(story.car, pose), "s-car " + stroke.kind);
      if (near.part.includes("wheel")) {
        for (const wheel of wheelsAt(story.car, pose, near.steer * turn)) picture.shape(wheel, "s-wheel");
      }
      picture.dimension(near, fixed(near.d * mm, 3) + " m");
      picture.ruler();
      return picture.node("The place of the least clearance, close up");
    }

    function single(story, strokes, stroke) {
      const points = stroke.way.flatMap((pose) => bodyAt(story.car, pose));
      const picture = new Picture(250, 176, points, { pad: 0.6, least: 7 });
      picture.ground(story);
      for (const other of strokes) if (other !== stroke) picture.way(other.way, "other");
      picture.swept(story.car, [stroke.way], stroke.kind);
      picture.shape(bodyAt(story.car, stroke.way[0]), "s-body start");
      picture.shape(bodyAt(story.car, stroke.way[stroke.way.length - 1]), "s-body end");
      picture.way(stroke.way, stroke.kind);
      picture.arrow(stroke.way, stroke.kind);
      if (stroke.near && stroke.near.d < 3000) {
        picture.dimension(stroke.near, fixed(stroke.near.d * mm, 2) + " m");
      }
      picture.ruler();
      return picture.node("Stroke " + stroke.number + ", " + stroke.kind);
    }

    function gearOf(stroke) {
      return make("span", { class: "gear " + stroke.kind, text: stroke.kind });
    }

    function strokeTable(story, strokes, light) {
      const heads = ["", "gear", "length m", "time s", "from – to s", "stood before s",
        "largest steering °", "wheel rate °/s", "least clearance m", ""];
      const least = nearestOf(strokes);
      const rows = strokes.map((stroke, i) => {
        const before = i ? strokes[i - 1].t1 : 0, near = stroke.near;
        const cells = [String(stroke.number), null, fixed(stroke.length * mm, 2),
          fixed((stroke.t1 - stroke.t0) * mm, 1),
          fixed(stroke.t0 * mm, 1) + " – " + fixed(stroke.t1 * mm, 1),
          fixed((stroke.t0 - before) * mm, 1), fixed(stroke.steer * turn * degrees, 1),
          fixed(stroke.rate * turn * degrees, 1), near ? fixed(near.d * mm, 3) : "–",
          near ? near.part + " to " + near.object : "nothing near"];
        return make("tr", { class: stroke === least ? "least" : "", "data-stroke": stroke.number,
          onclick: () => player && player.seek(Math.round(stroke.t0 / story.dt)),
          onmouseenter: () => light(stroke.number), onmouseleave: () => light(null) },
          cells.map((text, k) => k === 1 ? make("td", {}, [gearOf(stroke)])
            : make("td", { class: k === 9 ? "why" : "number", text })));
      });
      return make("div", { class: "s-table" }, [make("table", {}, [
        make("thead", {}, [make("tr", {}, heads.map((text, k) =>
          make("th", { class: k > 1 && k < 9 ? "number" : "", scope: "col", text })))]),
        make("tbody", {}, rows)])]);
    }

    function factsOf(item, strokes) {
      const metric = (name) => item.metrics.find((entry) => entry.id === "parking." + name + "@1") || {};
      const value = (name, decimals, scale = 1) => {
        const number = metric(name).value;
        return number === null || number === undefined ? "–" : fixed(number * scale, decimals);
      };
      const switches = value("gear_switches", 0);
      const facts = [
        ["Strokes", value("strokes", 0), switches + " gear change" + (switches === "1" ? "" : "s")],
        ["Time", value("time", 1) + " s", value("time_ratio", 2) + " of a practised human's "
          + value("reference_time", 0) + " s"],
        ["Way", value("path_length", 2) + " m", value("path_ratio", 2)
          + " of the shortest without obstacles"],
        ["Least clearance", value("minimum_clearance", 3) + " m",
          (metric("minimum_clearance").reason || "").replace(/ at [\d.]+ s$/, "")],
        ["Final error", value("final_lateral_error", 1, 100) + " cm across",
          value("final_longitudinal_error", 1, 100) + " cm along, "
          + value("final_heading_error", 2, degrees) + "°"],
        ["Wheel rate", fixed(Math.max(...strokes.map((stroke) => stroke.rate)) * turn * degrees, 1) + " °/s",
          "curvature rate " + value("curvature_rate", 3) + " 1/(m s)"],
        ["Replans", value("replans", 0), "changes of the way it meant to drive"],
      ];
      return make("div", { class: "facts" }, facts.map(([name, number, words]) =>
        make("div", {}, [make("span", { text: name }), make("b", { text: number }),
          make("small", { text: words })])));
    }

    function manoeuvreOf(item) {
      const story = item.story;
      if (!story.strokes || !story.strokes.length) return null;
      const strokes = strokesOf(story), nearest = nearestOf(strokes);
      const big = overview(story, strokes);
      const light = (number) => {
        big.classList.toggle("lit", number !== null);
        for (const node of big.querySelectorAll("[data-stroke]")) {
          node.classList.toggle("on", node.dataset.stroke === String(number));
        }
      };
      const keys = make("p", { class: "s-keys" }, [
        make("span", { class: "gear forward", text: "forward" }),
        make("span", { class: "gear reverse", text: "reverse" }), "shaded: ground the body passed over ",
        make("i", { class: "s-key cusp" }), "change of direction ",
        make("i", { class: "s-key start" }), "start ", make("i", { class: "s-key end" }), "end ",
        make("i", { class: "s-key goal" }), "goal"]);
      const close = nearest ? make("figure", { class: "s-close" }, [closeUp(story, nearest),
        make("figcaption", {}, [make("b", { text: "Least clearance " + fixed(nearest.near.d * mm, 3)
          + " m" }), " in stroke " + nearest.number + " at " + fixed(nearest.near.t * mm, 1) + " s: "
          + nearest.near.part + " to " + nearest.near.object])]) : null;
      const most = 12;
      const small = strokes.map((stroke, i) => make("figure", { hidden: i < most ? null : "",
        onmouseenter: () => light(stroke.number), onmouseleave: () => light(null),
        onclick: () => player && player.seek(Math.round(stroke.t0 / story.dt)) }, [
        single(story, strokes, stroke),
        make("figcaption", {}, [make("b", { text: stroke.number + " " }), gearOf(stroke),
          " " + fixed(stroke.length * mm, 2) + " m, " + fixed((stroke.t1 - stroke.t0) * mm, 1) + " s"])]));
      if (strokes.length > most) {
        small.push(make("button", { class: "quiet", type: "button",
          text: "Show all " + strokes.length + " strokes", onclick: (event) => {
            for (const node of small) node.hidden = false;
            event.target.hidden = true;
          } }));
      }
      return make("section", { class: "card panel manoeuvre" }, [
        make("h3", { text: "The manoeuvre, stroke by stroke, as it was driven" }),
        factsOf(item, strokes),
        make("div", { class: "s-main" }, [make("figure", {}, [big, keys]), close]),
        strokeTable(story, strokes, light), make("div", { class: "s-small-ones" }, small)]);
    }
    """#
}
