/// What pictures of a manoeuvre are drawn with: poses, outlines, swept ground, dimension lines, as SVG.
enum StrokeDrawing {
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
    """#
}
