#!/usr/bin/env python3
"""Checks exported CommonRoad solutions with the benchmark's own checker.

    godseye run FILES --export-solutions SOLUTIONS
    python3 tools/check_solutions.py SOLUTIONS FOLDER-OF-THE-FILES

Needs PyPI commonroad-drivability-checker and commonroad-io < 2026. Prints a line for each solution:
start, feasible, collision-free, goal, name; exit code 1 where a solution is infeasible or collides.
"""
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")
import commonroad_dc.feasibility.solution_checker as check  # noqa: E402
from commonroad.common.file_reader import CommonRoadFileReader  # noqa: E402
from commonroad.common.solution import CommonRoadSolutionReader  # noqa: E402


def judged(question, *args):
    """The checker's answer; its exceptions mean no."""
    try:
        return bool(question(*args))
    except (check.CollisionException, check.GoalNotReachedException,
            check.MissingSolutionException, check.SolutionCheckerException):
        return False


def is_clear(scenario, problems, solution):
    try:
        return not check.obstacle_collision(scenario, problems, solution)
    except check.CollisionException:
        return False


def is_feasible(solution, scenario, problems):
    return all(part[0] for part in check.solution_feasible(solution, scenario.dt, problems).values())


def exam_of(solution_file, root, sources):
    """The file that was driven: written beside the solution, or the benchmark's own by its name."""
    beside = solution_file.with_name(solution_file.stem + ".scenario.xml")
    if beside.exists():
        return beside
    # ID.xml for one planning problem, ID/problem-N.xml for several.
    return sources[solution_file.relative_to(root).with_suffix("").parts[0]]


def main():
    root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    sources = {path.stem: path for path in sorted(folder.rglob("*.xml"))}
    files = [path for path in sorted(root.rglob("*.xml")) if not path.name.endswith(".scenario.xml")]
    passed = 0
    for file in files:
        scenario, problems = CommonRoadFileReader(str(exam_of(file, root, sources))).open()
        solution = CommonRoadSolutionReader.open(str(file))
        answers = {
            "start": judged(check.starts_at_correct_state, solution, problems),
            "feasible": judged(is_feasible, solution, scenario, problems),
            "clear": is_clear(scenario, problems, solution),
            "goal": judged(check.goal_reached, scenario, problems, solution),
        }
        good = answers["feasible"] and answers["clear"]
        passed += good
        words = " ".join(f"{name}={'yes' if answer else 'NO'}" for name, answer in answers.items())
        print(words, file.relative_to(root).with_suffix(""))
    print(f"{passed} of {len(files)} collision-free and feasible")
    return 0 if files and passed == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
