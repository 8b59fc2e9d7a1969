"""Prints rates of the original CommonRoad vehicle models, and where the multi-body model ends.

Needs PyPI commonroad-vehicle-models==3.0.2 (BSD) installed; installs nothing itself.
Usage: python3 commonroad_vehicle_vectors.py > Tests/Laws/VehicleVectors.swift
       python3 commonroad_vehicle_vectors.py mb > Tests/Laws/MultiBodyVectors.swift
Then swift format -i on the file.
"""
import random
import sys

from vehiclemodels.init_mb import init_mb
from vehiclemodels.init_std import init_std
from vehiclemodels.utils.vehicle_dynamics_ks_cog import vehicle_dynamics_ks_cog
from vehiclemodels.vehicle_dynamics_ks import vehicle_dynamics_ks
from vehiclemodels.vehicle_dynamics_mb import vehicle_dynamics_mb
from vehiclemodels.vehicle_dynamics_st import vehicle_dynamics_st
from vehiclemodels.vehicle_dynamics_std import vehicle_dynamics_std
from vehiclemodels.vehicle_parameters import setup_vehicle_parameters

MODELS = [("ks", vehicle_dynamics_ks, 5), ("ksCentre", vehicle_dynamics_ks_cog, 5),
          ("st", vehicle_dynamics_st, 7), ("std", vehicle_dynamics_std, 9)]


def states(generator, parameters):
    """Driving at all speeds, slow, at the stops, beyond the limits, in reverse."""
    for kind in range(8):
        angle = generator.uniform(-0.3, 0.3)
        speed = generator.uniform(5, 40)
        if kind == 1:
            speed = generator.uniform(-0.09, 0.09)
        if kind == 2:
            speed = generator.uniform(0.11, 0.4)
        if kind == 3:
            angle = parameters.steering.max + 0.01
        if kind == 4:
            speed = generator.uniform(-3, -1)
        state = [generator.uniform(-9, 9), generator.uniform(-9, 9), angle, speed,
                 generator.uniform(-3, 3), generator.uniform(-0.4, 0.4),
                 generator.uniform(-0.08, 0.08)]
        spin = [w * generator.uniform(0.95, 1.05) for w in init_std(state, parameters)[7:]]
        inputs = [generator.uniform(-0.5, 0.5), generator.uniform(-12, 8)]
        yield state + spin, inputs


def main():
    print("/// Rates that the original CommonRoad models (PyPI commonroad-vehicle-models 3.0.2) print;")
    print("/// made by `Benchmarks/oracles/commonroad_vehicle_vectors.py`.")
    print("enum VehicleVectors {")
    print("  struct Row: Sendable {")
    print("    var model: String\n    var vehicle: Int\n    var state: [Double]")
    print("    var input: [Double]\n    var rates: [Double]\n  }\n")
    print("  static let rows: [Row] = [")
    for vehicle in (1, 2, 3):
        parameters = setup_vehicle_parameters(vehicle_id=vehicle)
        generator = random.Random(vehicle)
        for state, inputs in states(generator, parameters):
            for name, model, count in MODELS:
                rates = model(list(state[:count]), list(inputs), parameters)
                print(f'    Row(\n      model: "{name}", vehicle: {vehicle},')
                print(f"      state: {[float(x) for x in state[:count]]!r},")
                print(f"      input: {inputs!r},\n      rates: {[float(x) for x in rates]!r}),")
    print("  ]\n}")



def bodies(generator, parameters):
    """Multi-body states: at rest on the springs, then shaken; fast, slow, at the stops, in the air."""
    for kind in range(12):
        speed = generator.uniform(4, 40)
        angle = generator.uniform(-0.3, 0.3)
        if kind == 1:
            speed = generator.uniform(0.02, 0.09)
        if kind == 2:
            speed = generator.uniform(0.11, 0.6)
        if kind == 3:
            angle = parameters.steering.min - 0.01
        if kind == 4:
            speed = parameters.longitudinal.v_max + 0.1
        state = init_mb([generator.uniform(-9, 9), generator.uniform(-9, 9), angle, speed,
                         generator.uniform(-3, 3), generator.uniform(-0.3, 0.3),
                         generator.uniform(-0.05, 0.05)], parameters)
        state = [float(entry) for entry in state]
        if kind > 0:
            for index, size in [(6, 0.1), (7, 0.3), (8, 0.05), (9, 0.2), (11, 0.02), (12, 0.1)]:
                state[index] += generator.uniform(-size, size)
            for first in (13, 18):
                for offset, size in enumerate([0.03, 0.1, 0.3, 0.005, 0.05]):
                    state[first + offset] += generator.uniform(-size, size)
            for index in (27, 28):
                state[index] += generator.uniform(-0.02, 0.02)
            for index in range(23, 27):
                state[index] *= generator.uniform(0.9, 1.1)
        if kind == 5:
            state[13] += 0.05  # the inner wheel is off the road
        if kind == 6:
            state[25] = 0.0  # locked
        if kind == 7:
            state[26] *= 3  # spinning
        if kind == 8:
            state[24] = -0.5
        yield state, [generator.uniform(-0.5, 0.5), generator.uniform(-12, 8)]


def slalom(millisecond):
    rate = 0.05 if millisecond < 1000 else -0.05 if millisecond < 2000 else 0.0
    return [rate, 0.5 if millisecond < 1500 else -2.0]


def end_of_slalom(parameters):
    """Three seconds from 15 m/s: the classical Runge-Kutta method, 1 ms, input held for a step."""
    state, span = init_mb([0, 0, 0, 15, 0, 0, 0], parameters), 0.001

    def rates(step, share, slope):
        moved = [x + share * k for x, k in zip(state, slope)]
        return vehicle_dynamics_mb(moved, slalom(step), parameters)

    for step in range(3000):
        first = rates(step, 0, state)
        second = rates(step, span / 2, first)
        third = rates(step, span / 2, second)
        fourth = rates(step, span, third)
        state = [x + span / 6 * (a + 2 * b + 2 * c + d)
                 for x, a, b, c, d in zip(state, first, second, third, fourth)]
    return state


def multi_body():
    print("/// What the original multi-body model (PyPI commonroad-vehicle-models 3.0.2) prints;")
    print("/// made by `Benchmarks/oracles/commonroad_vehicle_vectors.py mb`.")
    print("enum MultiBodyVectors {")
    print("  static let rows: [VehicleVectors.Row] = [")
    for vehicle in (1, 2, 3):
        parameters = setup_vehicle_parameters(vehicle_id=vehicle)
        for state, inputs in bodies(random.Random(10 + vehicle), parameters):
            # The original writes into the state it is given.
            rates = vehicle_dynamics_mb(list(state), list(inputs), parameters)
            print(f'    .init(\n      model: "mb", vehicle: {vehicle},\n      state: {state!r},')
            print(f"      input: {inputs!r},\n      rates: {[float(x) for x in rates]!r}),")
    print("  ]\n\n  /// Where three seconds of slalom end, cars 1 to 3.")
    print("  static let slalom: [[Double]] = [")
    for vehicle in (1, 2, 3):
        parameters = setup_vehicle_parameters(vehicle_id=vehicle)
        print(f"    {[float(x) for x in end_of_slalom(parameters)]!r},")
    print("  ]\n}")


multi_body() if sys.argv[1:] == ["mb"] else main()
