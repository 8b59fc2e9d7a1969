#!/usr/bin/env python3
"""Control planner: brakes to a stop and stays there. It must not reach any goal."""
from control import drive


def motion(ego, after):
    speed = max(0.0, ego["speed_mps"] - 3.0 * after)
    return (ego["speed_mps"] + speed) / 2 * after if speed else ego["speed_mps"] ** 2 / 6, speed, ego["heading_rad"]


drive("parked", motion)
