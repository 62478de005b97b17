"""Options, doors, texts and ways whose rule can never hold where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Mark, Word
from ..model import Effects, Ending, Line, Scene, Way
from ..rules import Rule, Test, tests_of
from .desk import Desk
from .flow import Flow, May, hub_of


def premises(desk: Desk) -> None:
    flow = desk.flow
    if flow is None:
        return
    states = flow.run()
    look = _Look(desk, flow)
    for scene_id, scene in desk.scenes.items():
        state = states.get(str(scene_id))
        if state is not None:
            look.scene(scene, flow.entered(scene, state), states.get(hub_of(str(scene_id))))
    for ending_id, ending in desk.pack.files.endings.items():
        at_end = [
            flow.entered(scene, states[str(scene_id)])
            for scene_id, scene in desk.scenes.items()
            if scene.ending == ending_id and str(scene_id) in states
        ]
        if at_end:
            look.ending(ending, at_end)


class _Look:
    """Looks at rules where it is known what may be so."""

    def __init__(self, desk: Desk, flow: Flow) -> None:
        self.desk = desk
        self.flow = flow
        self.changed: set[str] = set()
        """Flags and facts that something sets; a rule that reads another one is told as V830."""
        for record in desk.records:
            if isinstance(record, Effects):
                self.changed.update(f"flag.{name}" for name in (*record.flag, *record.unflag))
                self.changed.update(f"knows.{name}" for name in record.learn)

    def scene(self, scene: Scene, state: May, hub: May | None) -> None:
        for block in scene.text:
            self.at(block.condition, [state], block.mark, "This text", "read")
        for choice in scene.choices:
            if self.at(choice.condition, [state], choice.mark, "This choice", "chosen"):
                chosen = self.flow.narrowed(state, choice.condition)
                for block in choice.reply:
                    self.at(block.condition, [chosen], block.mark, "This text", "read")
                self.ways(choice.goto, self.flow.after(choice, chosen))
        self.ways(scene.goto, state)
        if scene.doors and hub is not None:
            for door in scene.doors.of:
                self.at(door.condition, [hub], door.mark, "This door", "opened")
            self.ways(scene.doors.then, hub)

    def ways(self, ways: list[Way], state: May) -> None:
        for way in ways:
            self.at(way.condition, [state], way.mark, "This way", "taken")

    def ending(self, ending: Ending, states: Sequence[May]) -> None:
        for block in [*ending.text, *ending.later]:
            self.at(block.condition, states, block.mark, "This text", "read")
        lines: list[Line] = [line for lines in ending.judgement.values() for line in lines]
        for line in lines:
            self.at(line.condition, states, line.mark, "This wording", "used")

    def at(self, rule: Rule | None, states: Sequence[May], mark: Mark, what: str, done: str) -> bool:
        """Report a rule that cannot hold in any of these states; return whether it can, as far as is known."""
        if rule is None or any(self._told(test) for test in tests_of(rule)):
            return True
        if any(self.flow.can_hold(rule, state) for state in states):
            return True
        at: Word = tests_of(rule)[0].name
        self.desk.report.add(
            "V833",
            at.mark if at.mark.source is mark.source else mark,
            f"{what} can never be {done}: on no way to it can its “if” hold.",
            "Change the rule, or let a choice on the way here make it true.",
        )
        return False

    def _told(self, test: Test) -> bool:
        return test.kind in ("flag", "knows") and f"{test.kind}.{test.name}" not in self.changed
