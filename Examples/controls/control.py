"""What the control planners share: the dialogue. A score that lets one of them pass is worthless."""
import json
import math
import sys


def drive(name, motion):
    """Answers every request with `motion(ego, t)` -> (distance m, speed m/s, heading rad)."""
    for line in sys.stdin:
        message = json.loads(line)
        if message["kind"] == "hello":
            answer = {"version": 1, "kind": "hello", "name": name}
        elif message["kind"] == "prepare":
            answer = {"version": 1, "kind": "ready"}
        elif message["kind"] == "plan":
            answer = {"version": 1, "kind": "trajectory", "label": name,
                      "points": list(points(message, motion))}
        else:
            return
        print(json.dumps(answer), flush=True)


def points(request, motion):
    ego = request["ego"]
    for step in range(1, 51):
        after = step * 0.1
        distance, speed, heading = motion(ego, after)
        yield {"t_s": request["t_s"] + after,
               "x_m": ego["x_m"] + distance * math.cos(heading),
               "y_m": ego["y_m"] + distance * math.sin(heading),
               "heading_rad": heading, "speed_mps": speed}
