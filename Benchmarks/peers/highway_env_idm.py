"""Prints how many seconds highway-env simulates in a CPU second: 51 IDM vehicles, 3 lanes, 10 Hz.

Needs PyPI highway-env in the Python that runs it; installs nothing. Its whole environment (lane
changes included), without rendering and without observations: what moves the cars and no more.
"""
import time

import numpy as np
from highway_env.road.road import Road, RoadNetwork
from highway_env.vehicle.behavior import IDMVehicle

VEHICLES = 51
STEP = 0.1


def make():
    network = RoadNetwork.straight_road_network(3, length=20_000, speed_limit=30)
    road = Road(network, np_random=np.random.RandomState(1))
    for index in range(VEHICLES):
        lane = network.get_lane(("0", "1", index % 3))
        place = lane.position(60 + (index // 3) * 30, 0)
        vehicle = IDMVehicle(road, place, heading=0, speed=20, target_speed=20 + index % 7)
        road.vehicles.append(vehicle)
    return road


def main():
    road = make()
    simulated, start = 0.0, time.process_time()
    while time.process_time() - start < 2.0:
        road.act()
        road.step(STEP)
        simulated += STEP
    print(f"{simulated / (time.process_time() - start):.9g}")


main()
