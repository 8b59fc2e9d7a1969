#!/usr/bin/env python3
"""A planner in sixty lines: follow the route's centre line behind whoever is ahead.

    godseye run Scenarios/highway --planner 'exec: python3 Examples/python/planner.py'

It speaks the protocol of docs/StageProtocol.md and needs nothing but Python 3.
"""
import json
import math
import sys

HORIZON_S, STEP_S = 5.0, 0.1
TIME_GAP_S, STANDSTILL_GAP_M = 1.5, 2.0
ACCELERATION, DECELERATION = 1.5, 3.0  # m/s2


def lead(route, ego, objects, half_lane_m=1.5):
    """Gap (m) to the nearest object on the route ahead, and its speed (m/s)."""
    best = None
    for other in objects:
        for place in route:
            offset = math.hypot(other["x_m"] - place["x_m"], other["y_m"] - place["y_m"])
            if offset < half_lane_m and place["distance_m"] > 0:
                gap = place["distance_m"] - other["length_m"] / 2 - 3.6  # our front bumper
                speed = other["velocity_x_mps"] * math.cos(place["heading_rad"])
                speed += other["velocity_y_mps"] * math.sin(place["heading_rad"])
                if best is None or gap < best[0]:
                    best = (gap, speed)
                break
    return best


def acceleration(speed, wanted, ahead):
    """The Intelligent Driver Model (Treiber, Hennecke, Helbing 2000)."""
    free = 1 - (speed / max(wanted, 0.1)) ** 4
    if ahead is None:
        return max(-8.0, ACCELERATION * free)
    gap, other = ahead
    desired = STANDSTILL_GAP_M + max(
        0.0, speed * TIME_GAP_S + speed * (speed - other) / (2 * math.sqrt(ACCELERATION * DECELERATION)))
    return max(-8.0, ACCELERATION * (free - (desired / max(gap, 0.1)) ** 2))


def plan(request):
    ego, route = request["ego"], request["route_ahead"]
    if len(route) < 2:
        return {"version": 1, "kind": "unavailable", "reason": "no route ahead"}
    limit = (request.get("decision") or {}).get("target_speed_mps") or route[0].get("speed_limit_mps") or 30.0
    ahead = lead(route, ego, request["objects"])
    speed, travelled, points = max(ego["speed_mps"], 0.0), 0.0, []
    for index in range(1, int(HORIZON_S / STEP_S) + 1):
        a = acceleration(speed, limit, ahead)
        before, speed = speed, max(0.0, speed + a * STEP_S)
        travelled += (before + speed) / 2 * STEP_S
        if ahead is not None:
            ahead = (ahead[0] + (ahead[1] - (before + speed) / 2) * STEP_S, ahead[1])
        place = min(route, key=lambda p: abs(p["distance_m"] - travelled))
        beyond = travelled - place["distance_m"]
        points.append({
            "t_s": request["t_s"] + index * STEP_S,
            "x_m": place["x_m"] + beyond * math.cos(place["heading_rad"]),
            "y_m": place["y_m"] + beyond * math.sin(place["heading_rad"]),
            "heading_rad": place["heading_rad"], "speed_mps": speed, "acceleration_mps2": a})
    return {"version": 1, "kind": "trajectory", "label": "follow the route", "points": points}


def main():
    for line in sys.stdin:
        message = json.loads(line)
        kind = message["kind"]
        if kind == "hello":
            answer = {"version": 1, "kind": "hello", "name": "python-example"}
        elif kind == "prepare":
            answer = {"version": 1, "kind": "ready"}
        elif kind == "plan":
            answer = plan(message)
        else:
            break
        print(json.dumps(answer), flush=True)


main()
