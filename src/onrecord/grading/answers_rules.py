"""How an answer was read off a reply, each step said in the sentence that the reader is shown."""

from __future__ import annotations

from enum import Enum

from onrecord.model.finding import Answer, Reason


class AnswerRule(Enum):
    """A rule of the codebook's answer scale (A1 to A6, R8), with its sentence."""

    DEFENDED = ("A1", "The conduct is admitted and defended, or interference is barred: refused.")
    BOTH = ("A1", "The charge is called untrue and interference is barred: both together are refused.")
    UNTRUE = ("A1", "The charge itself is called untrue: denied.")
    DONE = ("A2", "The target says that it already did what was asked: a claim, until other evidence stands beside it.")
    EFFORT = ("A3", "The target names an effort of its own toward what was asked: promised.")
    TERMS = ("A4", "It is granted on the target's own terms: conditional.")
    BARRED = ("A4", "Terms are named, but interference is barred in the same passage: refused.")
    CHANGED = ("A5", "Another subject, or the asker's own faults, is put in the answer's place: deflected.")
    BESIDE = ("A6", "A counter-accusation stands beside the answer; it is not the answer.")
    GRANTED = ("answer", "The facts or the concern are granted: acknowledged.")
    HEARD = ("answer", "It is said to have been heard, without more: noted.")
    REPORTED = ("answer", "It is the raiser who reports what the target said or did.")
    JOINT = ("answer", "It stands in a text that the target issued together with others.")

    def __init__(self, number: str, sentence: str) -> None:
        self.number = number
        self.sentence = sentence

    def because(self, words: str = "") -> Reason:
        """This rule as a step of a decision, with the words that fired it."""
        return Reason(self.number, self.sentence, " ".join(words.split()))


RULE_OF = {
    Answer.REFUSED: AnswerRule.DEFENDED,
    Answer.DENIED: AnswerRule.UNTRUE,
    Answer.DONE: AnswerRule.DONE,
    Answer.PROMISED: AnswerRule.EFFORT,
    Answer.CONDITIONAL: AnswerRule.TERMS,
    Answer.DEFLECTED: AnswerRule.CHANGED,
    Answer.ACKNOWLEDGED: AnswerRule.GRANTED,
    Answer.NOTED: AnswerRule.HEARD,
}
"""The rule by which each answer is read, where nothing else is in the passage."""
