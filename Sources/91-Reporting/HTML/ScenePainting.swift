/// The player and the picture from above.
enum ScenePainting {
  static let script: StaticString = #"""
    // Lengths in the data are centimetres, angles milliradians, both whole numbers.
    const cm = 0.01, mrad = 0.001;

    class Player {
      constructor(item) {
        this.story = item.story;
        this.at = 0;
        this.pace = 1;
        this.timer = null;
        this.view = { follow: this.story.follow, zoom: 1, dx: 0, dy: 0 };
        this.canvas = byId("scene");
        byId("play").addEventListener("click", () => this.toggle());
        byId("time").addEventListener("input", (event) => this.seek(Number(event.target.value)));
        byId("pace").addEventListener("click", () => {
          this.pace = { 1: 2, 2: 4, 4: 0.5, 0.5: 1 }[this.pace];
          byId("pace").textContent = this.pace + "×";
        });
        byId("follow").addEventListener("click", () => this.look(true));
        byId("fit").addEventListener("click", () => this.look(false));
        this.listen();
        this.paint();
      }
      look(follow) {
        this.view = { follow, zoom: 1, dx: 0, dy: 0 };
        this.paint();
      }
      listen() {
        let from = null;
        this.canvas.addEventListener("pointerdown", (event) => {
          from = { x: event.clientX, y: event.clientY };
          this.canvas.setPointerCapture(event.pointerId);
        });
        this.canvas.addEventListener("pointermove", (event) => {
          if (!from) return;
          this.view.dx += event.clientX - from.x;
          this.view.dy += event.clientY - from.y;
          from = { x: event.clientX, y: event.clientY };
          this.paint();
        });
        this.canvas.addEventListener("pointerup", () => { from = null; });
        this.canvas.addEventListener("wheel", (event) => {
          event.preventDefault();
          const factor = Math.exp(-event.deltaY * 0.0015);
          this.view.zoom = Math.min(Math.max(this.view.zoom * factor, 0.2), 20);
          this.paint();
        }, { passive: false });
      }
      stop() {
        if (this.timer) cancelAnimationFrame(this.timer);
        this.timer = null;
        const button = byId("play");
        if (button) button.textContent = "▶";
      }
      toggle() {
        if (this.timer) return this.stop();
        if (this.at >= this.story.n - 1) this.at = 0;
        byId("play").textContent = "❚❚";
        let last = null, share = this.at;
        const step = (now) => {
          if (last !== null) share += (now - last) * this.pace / this.story.dt;
          last = now;
          this.at = Math.min(share, this.story.n - 1);
          this.paint();
          if (this.at >= this.story.n - 1) return this.stop();
          this.timer = requestAnimationFrame(step);
        };
        this.timer = requestAnimationFrame(step);
      }
      seek(index) {
        this.stop();
        this.at = Math.min(Math.max(index, 0), this.story.n - 1);
        this.paint();
      }
      paint() {
        const index = Math.round(this.at);
        byId("time").value = index;
        byId("clock").textContent = fixed(this.at * this.story.dt / 1000, 1) + " / "
          + fixed((this.story.n - 1) * this.story.dt / 1000, 1) + " s";
        paintScene(this.canvas, this.story, this.at, this.view);
        byId("follow").setAttribute("aria-pressed", String(this.view.follow));
        byId("fit").setAttribute("aria-pressed", String(!this.view.follow));
        paintNow(this.story, index);
        paintCamera(this.story, index);
        paintEvents(this.story, index);
        paintPlots(this.story, this.at);
      }
    }

    // A value between two samples; headings are not wrapped in the data.
    function between(values, at, step = 1, offset = 0) {
      const low = Math.floor(at), high = Math.min(low + 1, values.length / step - 1);
      const a = values[low * step + offset], b = values[high * step + offset];
      return a + (b - a) * (at - low);
    }

    function pose(story, at) {
      return { x: between(story.x, at) * cm, y: between(story.y, at) * cm,
        h: between(story.h, at) * mrad };
    }

    function paintScene(canvas, story, at, view) {
      const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      const g = canvas.getContext("2d");
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.fillStyle = colour("land");
      g.fillRect(0, 0, width, height);
      const ego = pose(story, at);
      const camera = cameraFor(story, ego, view, width, height);
      g.translate(camera.cx, camera.cy);
      g.scale(camera.scale, -camera.scale);
      g.rotate(-camera.turn);
      g.translate(-camera.x, -camera.y);
      const pixel = 1 / camera.scale;
      paintGround(g, story, pixel);
      paintPaths(g, story, at, pixel);
      paintOthers(g, story, at, pixel);
      paintSeen(g, story, at, ego, pixel);
      paintEgo(g, story, at, ego, pixel);
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintScale(g, camera.scale, width, height);
    }

    function cameraFor(story, ego, view, width, height) {
      if (view.follow) {
        const scale = width / story.span * view.zoom;
        return { x: ego.x, y: ego.y, turn: ego.h, scale,
          cx: width * 0.33 + view.dx, cy: height / 2 + view.dy };
      }
      const b = story.box.map((value) => value * cm);
      const scale = Math.min(width / (b[2] - b[0]), height / (b[3] - b[1])) * view.zoom;
      return { x: (b[0] + b[2]) / 2, y: (b[1] + b[3]) / 2, turn: 0, scale,
        cx: width / 2 + view.dx, cy: height / 2 + view.dy };
    }

    function trace(g, flat, close) {
      g.beginPath();
      for (let i = 0; i + 1 < flat.length; i += 2) g.lineTo(flat[i] * cm, flat[i + 1] * cm);
      if (close) g.closePath();
    }

    function paintGround(g, story, pixel) {
      g.lineJoin = "round";
      if (story.drivable.length) {
        trace(g, story.drivable, true);
        g.fillStyle = colour("road");
        g.fill();
      }
      for (const lane of story.lanes) {
        const back = [];
        for (let i = lane.r.length - 2; i >= 0; i -= 2) back.push(lane.r[i], lane.r[i + 1]);
        trace(g, lane.l.concat(back), true);
        g.fillStyle = colour("road");
        g.globalAlpha = lane.k ? 1 : 0.55;
        g.fill();
        g.lineWidth = 0.6 * pixel;
        g.strokeStyle = colour("road");
        g.stroke();
        g.globalAlpha = 1;
      }
      g.strokeStyle = colour("paint");
      for (const lane of story.lanes) {
        g.lineWidth = Math.max(0.15, 1.1 * pixel);
        for (const [side, dashed] of [[lane.l, lane.dl], [lane.r, lane.dr]]) {
          g.setLineDash(dashed ? [3, 6] : []);
          trace(g, side, false);
          g.stroke();
        }
      }
      g.setLineDash([]);
      for (const slot of story.slots) {
        trace(g, slot.p, true);
        if (slot.goal) {
          g.fillStyle = colour("accent-soft");
          g.fill();
        }
        g.lineWidth = Math.max(0.08, 1.2 * pixel);
        g.strokeStyle = colour(slot.goal ? "accent" : "paint");
        g.stroke();
      }
      for (const obstacle of story.obstacles) {
        trace(g, obstacle.p, true);
        g.fillStyle = colour(obstacle.low ? "paint" : "other");
        g.fill();
        g.lineWidth = Math.max(0.08, 1.5 * pixel);
        g.strokeStyle = colour(obstacle.low ? "paint" : "other");
        g.stroke();
      }
      g.setLineDash([6 * pixel, 4 * pixel]);
      g.lineWidth = 1.5 * pixel;
      g.strokeStyle = colour("good");
      for (const region of story.goals) {
        trace(g, region, true);
        g.stroke();
      }
      if (story.goal) {
        outline(g, story.car, story.goal[0] * cm, story.goal[1] * cm, story.goal[2] * mrad);
        g.stroke();
      }
      g.setLineDash([]);
    }

    function paintPaths(g, story, at, pixel) {
      g.lineCap = "round";
      if (story.expert.length) {
        g.strokeStyle = colour("second");
        g.lineWidth = 1.6 * pixel;
        g.setLineDash([5 * pixel, 5 * pixel]);
        trace(g, story.expert, false);
        g.stroke();
        g.setLineDash([]);
      }
      g.strokeStyle = colour("accent");
      const index = Math.floor(at);
      for (const [from, to, alpha] of [[0, index, 0.75], [index, story.n - 1, 0.22]]) {
        g.globalAlpha = alpha;
        g.lineWidth = 1.8 * pixel;
        g.beginPath();
        for (let i = from; i <= to; i += 1) g.lineTo(story.x[i] * cm, story.y[i] * cm);
        g.stroke();
      }
      g.globalAlpha = 1;
      const plan = story.plans[story.thought[Math.round(at)]];
      if (!plan) return;
      g.lineWidth = Math.max(3.2 * pixel, 0.35);
      g.globalAlpha = 0.4;
      trace(g, plan, false);
      g.stroke();
      g.globalAlpha = 1;
      g.fillStyle = colour("accent");
      for (let i = 2; i + 1 < plan.length; i += 2) {
        g.beginPath();
        g.arc(plan[i] * cm, plan[i + 1] * cm, Math.max(2.2 * pixel, 0.14), 0, 7);
        g.fill();
      }
    }

    function paintSeen(g, story, at, ego, pixel) {
      const lines = story.seen[story.thought[Math.round(at)]];
      if (!lines) return;
      g.save();
      g.translate(ego.x, ego.y);
      g.rotate(ego.h);
      g.strokeStyle = colour("odd");
      g.lineWidth = Math.max(2 * pixel, 0.14);
      for (const line of lines) {
        trace(g, line, false);
        g.stroke();
      }
      g.restore();
    }

    function box(g, length, width, radius) {
      g.beginPath();
      g.roundRect(-length / 2, -width / 2, length, width, Math.min(radius, length / 2, width / 2));
    }

    function paintOthers(g, story, at, pixel) {
      for (const other of story.others) {
        const local = at - other.i;
        if (local < 0 || local > other.p.length / 3 - 1) continue;
        const [x, y, h] = [0, 1, 2].map((k) => between(other.p, local, 3, k));
        g.save();
        g.translate(x * cm, y * cm);
        g.rotate(h * mrad);
        box(g, other.l * cm, other.w * cm, 0.5);
        g.fillStyle = colour("card");
        g.fill();
        g.globalAlpha = 0.75;
        g.fillStyle = colour("other");
        g.fill();
        g.globalAlpha = 1;
        g.lineWidth = 1.2 * pixel;
        g.strokeStyle = colour("soft");
        g.stroke();
        if (other.v) {
          g.beginPath();
          g.moveTo(other.l * cm * 0.46, 0);
          g.lineTo(other.l * cm * 0.24, other.w * cm * 0.32);
          g.lineTo(other.l * cm * 0.24, -other.w * cm * 0.32);
          g.closePath();
          g.fillStyle = colour("card");
          g.globalAlpha = 0.7;
          g.fill();
          g.globalAlpha = 1;
        }
        g.restore();
      }
    }

    function outline(g, car, x, y, h) {
      g.save();
      g.translate(x, y);
      g.rotate(h);
      g.beginPath();
      g.roundRect(-car.ro * cm, -car.w * cm / 2, car.l * cm, car.w * cm, 0.35);
      g.restore();
    }

    function paintEgo(g, story, at, ego, pixel) {
      const car = story.car;
      const touched = story.gap[Math.round(at)] === 0;
      outline(g, car, ego.x, ego.y, ego.h);
      g.fillStyle = colour(touched ? "bad" : "accent");
      g.fill();
      g.lineWidth = 1.5 * pixel;
      g.strokeStyle = colour("card");
      g.stroke();
      g.save();
      g.translate(ego.x, ego.y);
      g.rotate(ego.h);
      // Windscreen and rear window by share of the body; wheels where the axles are.
      const front = car.l * cm - car.ro * cm, w = car.w * cm;
      g.fillStyle = colour("card");
      g.globalAlpha = 0.55;
      g.beginPath();
      g.moveTo(front * 0.62, w * 0.38);
      g.lineTo(front * 0.46, w * 0.33);
      g.lineTo(front * 0.46, -w * 0.33);
      g.lineTo(front * 0.62, -w * 0.38);
      g.closePath();
      g.fill();
      g.globalAlpha = 1;
      g.fillStyle = colour("ink");
      const steer = between(story.steer, at) * mrad;
      for (const [x, turn] of [[0, 0], [car.wb * cm, steer]]) {
        for (const side of [1, -1]) {
          g.save();
          g.translate(x, side * car.tr * cm / 2);
          g.rotate(turn);
          g.fillRect(-0.31, -0.1, 0.62, 0.2);
          g.restore();
        }
      }
      g.restore();
    }

    function paintScale(g, scale, width, height) {
      const lengths = [1, 2, 5, 10, 20, 50, 100, 200, 500];
      const metres = lengths.find((value) => value * scale > 60) || 500;
      const x = width - metres * scale - 16, y = height - 14;
      g.strokeStyle = colour("soft");
      g.fillStyle = colour("soft");
      g.lineWidth = 1.5;
      g.beginPath();
      g.moveTo(x, y - 4);
      g.lineTo(x, y);
      g.lineTo(x + metres * scale, y);
      g.lineTo(x + metres * scale, y - 4);
      g.stroke();
      g.font = "11.5px system-ui, sans-serif";
      g.textAlign = "right";
      g.fillText(metres + " m", x + metres * scale, y - 7);
    }
    """#
}
