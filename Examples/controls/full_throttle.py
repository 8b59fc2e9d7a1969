#!/usr/bin/env python3
"""Control planner: as fast as the car goes. It must fail on speed, contact or leaving the road."""
from control import drive


def motion(ego, after):
    return ego["speed_mps"] * after + 2.5 * after * after, ego["speed_mps"] + 5 * after, ego["heading_rad"]


drive("full throttle", motion)
