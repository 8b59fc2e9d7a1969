"""Prints Tests/Laws/VehicleVectors.swift: rates of the original CommonRoad vehicle models.

Needs PyPI commonroad-vehicle-models==3.0.2 (BSD) installed; installs nothing itself.
Usage: python3 commonroad_vehicle_vectors.py > Tests/Laws/VehicleVectors.swift
"""
import random

from vehiclemodels.init_std import init_std
from vehiclemodels.utils.vehicle_dynamics_ks_cog import vehicle_dynamics_ks_cog
from vehiclemodels.vehicle_dynamics_ks import vehicle_dynamics_ks
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


main()
