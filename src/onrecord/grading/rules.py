"""The rules that decide, each said in the sentence that the reader is shown."""

from __future__ import annotations

from enum import Enum

from onrecord.model.finding import Reason


class Rule(Enum):
    """A rule of the codebook (R1 to R14, A1 to A6) or a gate before it, with its sentence."""

    SCOPE_CAP = (
        "R1",
        "Only the wider topic or the place is matched, so the level is at most 2, whatever the verb.",
    )
    STANCE = ("R2", "A stance is taken on it: the verb alone does not decide, the words around it do.")
    NO_STANCE = ("R2", "It is mentioned without a stance of the raiser's own.")
    DIRECTIVE = ("R3", "Somebody who can act is told what to do, in words of the passage.")
    OTHER_ACTION = ("R4", "The passage tells somebody to do something else about it than the ask wants.")
    PART = ("R4", "Only a part of what is asked is named.")
    CLASS = ("R5", "The call is for a class that contains the object, not for the object by name.")
    INTENTION = ("R6", "It says what will be done later; an intention is not the act.")
    SPEAKER = ("R8", "The words are a reporter's, the counterpart's or a third party's, not the raiser's.")
    SHORT_ANSWER = (
        "R8",
        "A short answer takes its subject from the question, and its stance only from what it affirms.",
    )
    SHARED = ("R10", "A shared position is the raiser's own words too.")
    SUPPORT = ("R11", "Support or thanks for what others do about the object is a stance on it.")
    WRONG_ADDRESSEE = (
        "R12",
        "The one who is told cannot do what the ask wants: the world, an ally or the raiser's own side.",
    )
    SHARED_VALUES = ("R13", "Values said to be shared already are named, not urged.")
    NEGATION = ("negation", "The sentence says that it was not raised.")
    NOTHING = (
        "none",
        "No word of the raiser on the object, its class or its parent was found in this document.",
    )
    LANGUAGE = ("language", "The engine has no rules for statements in this language: a person must read the text.")
    DECLINED = ("declined", "Asked about it, the official would not say.")

    def __init__(self, number: str, sentence: str) -> None:
        self.number = number
        self.sentence = sentence

    def because(self, words: str = "") -> Reason:
        """This rule as a step of a decision, with the words that fired it."""
        return Reason(self.number, self.sentence, " ".join(words.split()))
