#!/usr/bin/env python3
"""Control planner: turns round and drives against the traffic."""
import math

from control import drive


def motion(ego, after):
    speed = max(5.0, ego["speed_mps"] - 3.0 * after)
    turn = ego["heading_rad"] + (0.0 if math.cos(ego["heading_rad"]) < 0 else min(0.25 * after, math.pi))
    return speed * after, speed, turn


drive("wrong way", motion)
