/// The manoeuvre stroke by stroke: pictures as SVG, so that they print and zoom.
enum StrokePainting {
  static let script: StaticString = #"""
    // Lengths of strokes are millimetres, angles tenths of a milliradian.
    const mm = 0.001, turn = 0.0001, degrees = 180 / Math.PI;

    const pictures = document.querySelector(".brand svg").namespaceURI;
    function draw(name, options = {}, children = []) {
      const node = document.createElementNS(pictures, name);
      for (const [key, value] of Object.entries(options)) {
        if (value === undefined || value === null) continue;
        if (key === "text") node.textContent = value;
        else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
        else node.setAttribute(key, value);
      }
      node.append(...children.filter(Boolean));
      return node;
    }

    // Everything in metres: poses, the outline of the car at a pose, the strokes of a run.
    function posesOf(flat) {
      const poses = [];
      for (let i = 0; i + 2 < flat.length; i += 3) {
        poses.push({ x: flat[i] * mm, y: flat[i + 1] * mm, h: flat[i + 2] * turn });
      }
      return poses;
    }
    // Poses close enough that no corner of a body leaps more than 3 cm from one to the next.
    function dense(poses) {
      const result = poses.slice(0, 1);
      for (let i = 1; i < poses.length; i += 1) {
        const a = poses[i - 1], b = poses[i];
        const turned = Math.atan2(Math.sin(b.h - a.h), Math.cos(b.h - a.h));
        const leap = Math.hypot(b.x - a.x, b.y - a.y) + Math.abs(turned) * 4;
        const count = Math.max(1, Math.ceil(leap / 0.03));
        for (let k = 1; k <= count; k += 1) {
          const share = k / count;
          result.push({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share,
            h: a.h + turned * share });
        }
      }
      return result;
    }
    function pointsOf(flat, unit) {
      const points = [];
      for (let i = 0; i + 1 < flat.length; i += 2) points.push([flat[i] * unit, flat[i + 1] * unit]);
      return points;
    }
    function placed(pose, points) {
      const c = Math.cos(pose.h), s = Math.sin(pose.h);
      return points.map(([x, y]) => [pose.x + c * x - s * y, pose.y + s * x + c * y]);
    }
    function bodyAt(car, pose) {
      const rear = -car.ro * cm, front = (car.l - car.ro) * cm, side = car.w * cm / 2;
      return placed(pose, [[front, side], [rear, side], [rear, -side], [front, -side]]);
    }
    function wheelsAt(car, pose, steer) {
      const track = (car.tr * cm + 0.15) / 2, wheel = [[0.34, 0.1], [-0.34, 0.1], [-0.34, -0.1],
        [0.34, -0.1]];
      return [[0, track, 0], [0, -track, 0], [car.wb * cm, track, steer],
        [car.wb * cm, -track, steer]].map(([x, y, h]) => placed(pose, placed({ x, y, h }, wheel)));
    }

    // A picture of a piece of ground: metres to pixels, north up.
    class Picture {
      constructor(width, height, points, options = {}) {
        const pad = options.pad ?? 0.8, least = options.least ?? 0;
        let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
        for (const [x, y] of points) {
          x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y);
        }
        const w = Math.max(x1 - x0 + 2 * pad, least), h = Math.max(y1 - y0 + 2 * pad, least * 0.6);
        this.scale = Math.min(width / w, height / h);
        [this.width, this.height] = [width, height];
        this.x = (x0 + x1) / 2;
        this.y = (y0 + y1) / 2;
        this.nodes = [];
      }
      at([x, y]) {
        return [this.width / 2 + (x - this.x) * this.scale,
          this.height / 2 - (y - this.y) * this.scale];
      }
      path(points, close) {
        return points.map((point, i) => {
          const [x, y] = this.at(point);
          return (i ? "L" : "M") + x.toFixed(2) + " " + y.toFixed(2);
        }).join("") + (close ? "Z" : "");
      }
      sees(points) {
        const places = points.map((point) => this.at(point));
        const xs = places.map((place) => place[0]), ys = places.map((place) => place[1]);
        return Math.max(...xs) > 0 && Math.min(...xs) < this.width && Math.max(...ys) > 0
          && Math.min(...ys) < this.height;
      }
      add(name, options, children) {
        const node = draw(name, options, children);
        this.nodes.push(node);
        return node;
      }
      shape(points, kind, close = true) {
        return this.add("path", { class: kind, d: this.path(points, close) });
      }
      ground(story) {
        if (story.drivable.length) this.shape(pointsOf(story.drivable, cm), "s-road");
        const seen = (flat) => {
          const points = pointsOf(flat, cm);
          return points.length && this.sees(points) ? points : null;
        };
        for (const slot of story.slots) {
          const points = seen(slot.p);
          if (points) this.shape(points, slot.goal ? "s-slot goal" : "s-slot");
        }
        for (const obstacle of story.obstacles) {
          const points = seen(obstacle.p);
          if (points) this.shape(points, obstacle.low ? "s-low" : "s-solid");
        }
        if (story.goal) {
          const [x, y, h] = story.goal;
          this.shape(bodyAt(story.car, { x: x * cm, y: y * cm, h: h * mrad }), "s-goal");
        }
      }
      // The ground that the body passes over: one shape, however often it is passed.
      swept(car, ways, kind) {
        const d = ways.flatMap(dense).map((pose) => this.path(bodyAt(car, pose), true)).join("");
        return this.add("path", { class: "s-swept " + kind, d });
      }
      way(poses, kind) {
        return this.shape(poses.map((pose) => [pose.x, pose.y]), "s-way " + kind, false);
      }
      arrow(poses, kind) {
        const last = poses[poses.length - 1];
        const ahead = kind === "forward" ? 1 : -1, size = 6.5;
        const [x, y] = this.at([last.x, last.y]);
        const c = Math.cos(last.h) * ahead, s = -Math.sin(last.h) * ahead;
        const corner = (a, b) => (x + a * c - b * s).toFixed(1) + " " + (y + a * s + b * c).toFixed(1);
        this.add("path", { class: "s-arrow " + kind, d: "M" + corner(size, 0) + "L"
          + corner(-size * 0.6, size * 0.7) + "L" + corner(-size * 0.6, -size * 0.7) + "Z" });
      }
      text(x, y, text, kind, anchor = "middle") {
        this.add("text", { class: kind, x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor,
          text });
      }
      // A dimension line between two points; where they are close, its arrows point from outside.
      dimension(near, label) {
        const a = this.at([near.line[0] * mm, near.line[1] * mm]);
        const b = this.at([near.line[2] * mm, near.line[3] * mm]);
        const gap = Math.hypot(b[0] - a[0], b[1] - a[1]);
        const middle = this.at([near.pose[0] * mm, near.pose[1] * mm]);
        let [ux, uy] = gap > 0.5 ? [(b[0] - a[0]) / gap, (b[1] - a[1]) / gap]
          : [a[0] - middle[0], a[1] - middle[1]];
        const length = Math.hypot(ux, uy) || 1;
        [ux, uy] = [ux / length, uy / length];
        const tick = ([x, y]) => "M" + (x - uy * 5).toFixed(1) + " " + (y + ux * 5).toFixed(1) + "L"
          + (x + uy * 5).toFixed(1) + " " + (y - ux * 5).toFixed(1);
        const head = ([x, y], way) => "M" + x.toFixed(1) + " " + y.toFixed(1) + "L"
          + (x - way * ux * 6 - uy * 2.6).toFixed(1) + " " + (y - way * uy * 6 + ux * 2.6).toFixed(1)
          + "L" + (x - way * ux * 6 + uy * 2.6).toFixed(1) + " "
          + (y - way * uy * 6 - ux * 2.6).toFixed(1) + "Z";
        const inside = gap > 22, reach = inside ? 0 : 18;
        const from = [a[0] - ux * reach, a[1] - uy * reach];
        const to = [b[0] + ux * reach, b[1] + uy * reach];
        const line = inside ? "M" + a.join(" ") + "L" + b.join(" ")
          : "M" + from.join(" ") + "L" + a.join(" ") + "M" + b.join(" ") + "L" + to.join(" ");
        this.add("path", { class: "s-halo", d: line + tick(a) + tick(b) });
        this.add("path", { class: "s-dim", d: line + tick(a) + tick(b) });
        this.add("path", { class: "s-head", d: head(a, inside ? -1 : 1) + head(b, inside ? 1 : -1) });
        if (!label) return;
        const out = inside ? [(a[0] + b[0]) / 2 - uy * 12, (a[1] + b[1]) / 2 + ux * 12]
          : [to[0] + ux * 6, to[1] + uy * 6];
        const anchor = inside ? (Math.abs(uy) > 0.5 ? (-uy > 0 ? "start" : "end") : "middle")
          : Math.abs(ux) < 0.5 ? "middle" : ux > 0 ? "start" : "end";
        const x = Math.min(Math.max(out[0], 6), this.width - 6);
        const y = Math.min(Math.max(out[1] + (uy > 0.5 && !inside ? 9 : 4), 14), this.height - 6);
        const wide = 7.2 * label.length;
        // Where it would run out of the picture it stands above the line instead.
        const fits = inside || anchor === "middle"
          || (anchor === "start" ? x + wide < this.width : x - wide > 0);
        if (fits) return this.text(x, y, label, "s-label", anchor);
        const half = wide / 2 + 4;
        this.text(Math.min(Math.max((a[0] + b[0]) / 2, half), this.width - half),
          Math.max(a[1] - 14, 14), label, "s-label");
      }
      ruler() {
        const metres = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((value) => value * this.scale > 38) || 50;
        const x = this.width - metres * this.scale - 10, y = this.height - 9;
        this.add("path", { class: "s-ruler", d: "M" + x.toFixed(1) + " " + (y - 4) + "V" + y + "H"
          + (this.width - 10) + "V" + (y - 4) });
        this.text(this.width - 10, y - 6, metres + " m", "s-small", "end");
      }
      node(label) {
        return draw("svg", { class: "s-picture", viewBox: "0 0 " + this.width + " " + this.height,
          role: "img", "aria-label": label }, this.nodes);
      }
    }

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
