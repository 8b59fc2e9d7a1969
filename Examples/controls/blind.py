#!/usr/bin/env python3
"""Control planner: straight on at constant speed, seeing nothing. It must hit what stands ahead."""
from control import drive

drive("blind", lambda ego, after: (ego["speed_mps"] * after, ego["speed_mps"], ego["heading_rad"]))
