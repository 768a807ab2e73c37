"""Briefs, letters, statements and scorecards: each sentence has a source, each quote stands where it says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import brief as brief_verb
from onrecord.cli import letter as letter_verb
from onrecord.cli import paper_files, program
from onrecord.cli import scorecard as scorecard_verb
from onrecord.cli import statement as statement_verb
from onrecord.errors import AgendaError, StoreError
from onrecord.model.agenda import Ground, GroundKind
from onrecord.model.record import Document, Quote
from onrecord.reading.operative import is_statute, operative_sentences
from onrecord.reports import documents
from onrecord.reports.audience import Audience, unreadable
from onrecord.reports.documents.as_docx import NoWordWriterError, docx
from onrecord.reports.documents.as_html import html
from onrecord.reports.documents.as_pdf import UNDRAWN, NoTypesetterError, draws, pdf
from onrecord.reports.documents.blocks import (
    Cite,
    Frame,
    Heading,
    Kind,
    Paper,
    Prose,
    Row,
    Said,
    Searched,
    UnsourcedError,
)
from onrecord.reports.documents.brief import brief
from onrecord.reports.documents.dossier import Binding, Kept, Materials, dossier
from onrecord.reports.documents.flat import flat
from onrecord.reports.documents.letter import letter, unjudged
from onrecord.reports.documents.letter_details import LetterDetails, details_of, read_details
from onrecord.reports.documents.phrase_table import phrases
from onrecord.reports.documents.phrases import frame, said
from onrecord.reports.documents.statement import statement
from onrecord.reports.question import Citation
from onrecord.reports.standing_report import StandingReport
from onrecord.settings import load_agenda, open_store
from onrecord.settings.documents import prove
from papers import active_in, everything_in, is_tagged, pdf_inside, pdf_pages, pdf_words, squeezed, words_in
from standing_objects import INTERNAL_NAME, SEALED_NAME, bare_report, quote, report

MADE = "2026-11-24T09:00:00Z"
EXAMPLE = Path(__file__).parents[1] / "src" / "onrecord" / "data" / "example"
FORMS: dict[str, Callable[[Paper], bytes]] = {"html": lambda paper: html(paper).encode(), "pdf": pdf, "docx": docx}
VERBS = {
    "brief": brief_verb.command,
    "letter": letter_verb.command,
    "statement": statement_verb.command,
    "scorecard": scorecard_verb.command,
}
WORDS = Citation(
    "d1", "Ministry", "2026-01-02", "Readout", "https://example.org/1", "en", quote("urged Kharzan to stop")
)


def noted(words: Citation = WORDS) -> Cite:
    return Cite(words, "ab" * 32, "cd" * 32)


def papers(value: StandingReport, audience: Audience, materials: Materials | None = None) -> dict[str, Paper]:
    """The three documents of a standing."""
    held = dossier(value, materials or Materials(), audience)
    return {
        "brief": brief(held, made=MADE),
        "letter": letter(held, details_of(held.agenda), made=MADE),
        "statement": statement(held, made=MADE),
    }


# What cannot be built


def test_a_sentence_without_a_source_is_refused_by_name() -> None:
    with pytest.raises(UnsourcedError, match="Everybody knows it"):
        Said("Everybody knows it.", ())


def test_a_row_without_a_source_is_refused() -> None:
    with pytest.raises(UnsourcedError, match="asked"):
        Row(("1", "asked"), ())


def test_words_that_stand_in_no_source_are_refused() -> None:
    with pytest.raises(UnsourcedError, match="begged"):
        Said("He “begged Kharzan”.", (noted(),), ("begged Kharzan",))


def test_a_sentence_of_the_table_is_refused_where_a_role_is_empty() -> None:
    with pytest.raises(UnsourcedError, match="words-none"):
        said("words-none", {"searched": ()}, raiser="Valdoria", searched="3 documents")


def test_a_frame_is_only_what_the_table_marks_as_one() -> None:
    assert frame("heading-asks").text == "The asks"
    with pytest.raises(ValueError, match="'answer-none' is not marked as a frame"):
        Frame("answer-none", "No answer was given.")


def test_every_sentence_of_the_table_names_its_sources_and_every_frame_none() -> None:
    for name, phrase in phrases().items():
        assert phrase.frame != bool(phrase.roles), name


def test_every_sentence_of_the_table_is_used_somewhere() -> None:
    rooms = Path(documents.__file__).parent
    code = "\n".join(file.read_text(encoding="utf-8") for file in rooms.glob("*.py"))
    parts = {"grounds", "words", "clock", "answer", "omissions"}
    made = {f"heading-{part}" for part in parts} | {f"kind-{kind.value}" for kind in Kind}
    assert [name for name in phrases() if name not in made and f'"{name}"' not in code] == []


def test_an_absence_is_told_of_documents_never_of_a_person() -> None:
    for name, phrase in phrases().items():
        assert "did not" not in phrase.sentence and "failed" not in phrase.sentence, name


def test_a_number_of_documents_is_never_without_their_list() -> None:
    with pytest.raises(ValueError, match="none of them is listed"):
        Searched(3, ())


def test_a_quote_that_ends_with_a_stop_is_not_followed_by_another() -> None:
    cite = noted(replace(WORDS, quote=quote("We urged it.")))
    assert said("clock-quote", {"words": (cite,)}, quote="We urged it.", publisher="M").text.count(".") == 2
    ended = said("statement-found", {"words": (cite,)}, who="M", date="2026", quote="We urged it.")
    assert ended.text == "M, 2026: “We urged it.”"


# What is built


@pytest.mark.parametrize("audience", list(Audience))
def test_each_sentence_of_each_document_has_a_source_or_is_a_frame(audience: Audience) -> None:
    for paper in papers(report(), audience).values():
        for text in paper.sentences():
            assert isinstance(text, Frame) or text.notes, text
        value = flat(paper)
        numbers = [note["number"] for note in value["sources"]]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_brief_has_a_page_for_each_ask_that_may_be_shown() -> None:
    paper = papers(report(), Audience.TEAM)["brief"]
    asks = [block for block in paper.blocks if isinstance(block, Heading) and block.number]
    assert [block.number for block in asks] == ["1", "2", "3", "4", "6", "7"]
    assert sum(type(block).__name__ == "Break" for block in paper.blocks) == len(asks)


def test_a_brief_shows_the_operative_words_beside_the_claim() -> None:
    claim = "the Act obliges the Minister to act"
    value = report()
    ground = Ground("g", GroundKind.LAW, quote(claim), "Sumara Rights Forum", ("sumara",))
    law = replace(WORDS, document="act", title="Sumara Act", quote=quote("The Minister should raise Sumara.", 40))
    held = Materials(kept={"act": Kept("ab" * 32, "cd" * 32)}, bindings=(Binding("g", law, "should", "Section 3"),))
    made = papers(replace(value, agenda=replace(value.agenda, grounds=(ground,))), Audience.TEAM, held)["brief"]
    words = " ".join(text.text for text in made.sentences())
    assert f"Law, as Sumara Rights Forum puts it: “{claim}”." in words
    assert "Section 3, says “should”: “The Minister should raise Sumara.”" in words
    assert any("capture sha256:" + "ab" * 32 in note["digests"] for note in flat(made)["sources"])


def test_a_statute_that_is_not_in_hand_is_said_to_be_missing() -> None:
    value = report()
    ground = Ground("g", GroundKind.LAW, quote("the Sumara Act"), "", ("sumara",))
    made = papers(replace(value, agenda=replace(value.agenda, grounds=(ground,))), Audience.TEAM)["brief"]
    assert any("its operative words cannot be shown" in text.text for text in made.sentences())


def test_a_statement_says_how_many_documents_were_searched_and_lists_them() -> None:
    made = papers(report(), Audience.PUBLIC)["statement"]
    [one] = [text for text in made.sentences() if text.text.startswith("No record found in")][:1]
    assert isinstance(one, Said)
    [note] = one.notes
    assert isinstance(note, Searched) and note.words in one.text and note.listing


def test_an_empty_record_makes_documents_that_say_so() -> None:
    for paper in papers(bare_report(), Audience.TEAM).values():
        assert html(paper) and docx(paper)
        assert is_tagged(pdf(paper))


def test_two_makings_of_one_document_are_the_same_pdf_and_page() -> None:
    first, second = (papers(report(), Audience.TEAM)["brief"] for _ in range(2))
    assert pdf(first) == pdf(second)
    assert html(first) == html(second)


def test_a_character_that_no_font_draws_stands_as_its_number_and_the_page_says_so() -> None:
    words = "urged Kharzan 𒀀 to stop"
    one = Said(f"“{words}”.", (noted(replace(WORDS, quote=quote(words))),), (words,))
    made = Paper(Kind.BRIEF, "Brief", (Prose((one,)),), (), MADE, "engine")
    assert not draws("𒀀")
    assert UNDRAWN.format(ord("𒀀")) in pdf_words(pdf(made))
    assert "do not draw" in pdf_words(pdf(made))
    assert "𒀀" in html(made)


@pytest.mark.parametrize(
    "words", ["人权对话应当恢复", "བོད་ཀྱི་གནས་ཚུལ", "حقوق الإنسان", "ئۇيغۇر", "הסכם", "Đặng Thị", "Ўзбек"]
)
def test_the_scripts_of_the_record_are_drawn(words: str) -> None:
    assert all(draws(char) for char in words if not char.isspace())


# Who may read


CANARIES = {INTERNAL_NAME: {Audience.TEAM}, SEALED_NAME: set()}


def laden() -> tuple[StandingReport, Materials]:
    """A report with the protected names in its grounds too, and in what the store gives."""
    value = report()
    grounds = tuple(
        Ground(f"g{place}", GroundKind.LAW, quote(f"an Act for {name}"), name, ("sumara",))
        for place, name in enumerate(CANARIES)
    )
    bindings = tuple(
        Binding("g0", replace(WORDS, document=f"act-{place}", title=title, quote=quote(words)), "shall", "Section 1")
        for place, name in enumerate(CANARIES)
        for title, words in ((f"Act for {name}", "shall see"), ("Act", f"shall see {name}"))
    )
    kept = {f"{name.replace(' ', '-').lower()}": Kept("ab" * 32, "cd" * 32) for name in CANARIES}
    return replace(value, agenda=replace(value.agenda, grounds=grounds)), Materials(kept=kept, bindings=bindings)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("form", list(FORMS))
def test_no_name_reaches_a_document_that_its_readers_may_not_see(audience: Audience, form: str) -> None:
    value, materials = laden()
    for kind, paper in papers(value, audience, materials).items():
        shown = everything_in(form, FORMS[form](paper)) + json.dumps(flat(paper), ensure_ascii=False)
        for name, readers in CANARIES.items():
            if audience not in readers:
                for part in name.split():
                    assert part.casefold() not in shown.casefold(), (kind, part)


def test_the_team_is_told_that_a_document_is_its_own() -> None:
    assert "For the team" in words_in("pdf", pdf(papers(report(), Audience.TEAM)["brief"]))


# The letter's own file

DETAILS = """letter:
  to: Minister Helene Marrow
  from: Sumara Rights Forum
  cosigners: [Valdoria Writers' Union, 声援协会]
  deadline: "2026-06-05"
"""


def test_a_letter_names_its_co_signers_and_the_last_day_to_sign() -> None:
    value = report()
    held = dossier(value, Materials(), Audience.TEAM)
    found = read_details(DETAILS, name="letter.yaml", agenda=value.agenda)
    words = words_in("docx", docx(letter(held, found, made=MADE)))
    for said_there in ("Dear Minister Helene Marrow,", "声援协会", "co-sign until 2026-06-05"):
        assert said_there in words


def test_a_letter_cites_of_the_record_only_what_a_person_has_judged() -> None:
    value = report()
    judged = papers(value, Audience.TEAM)["letter"]
    assert any("Your own side's words" in text.text for text in judged.sentences())
    bare = tuple(
        replace(one, observations=tuple(replace(held, judgement=None) for held in one.observations))
        for one in value.standings
    )
    held = dossier(replace(value, standings=bare), Materials(), Audience.TEAM)
    words = [text.text for text in letter(held, details_of(held.agenda), made=MADE).sentences()]
    assert not [text for text in words if "Your own side's words" in text or "holds no words" in text]
    assert unjudged(held) >= 3


def test_a_statement_needs_the_first_day_of_the_engagement(store: str, tmp_path: Path) -> None:
    agenda = tmp_path / "agenda.yaml"
    text = (EXAMPLE / "agenda.yaml").read_text(encoding="utf-8")
    agenda.write_text(text.replace("  start: '2026-06-09'\n  end: '2026-06-11'\n", ""), encoding="utf-8")
    done = CliRunner().invoke(statement_verb.command, [str(agenda), "--store", store, "-o", str(tmp_path / "s.html")])
    assert isinstance(done.exception, AgendaError) and "first day" in str(done.exception)


def test_grounds_of_no_single_ask_stand_on_the_first_page() -> None:
    value = report()
    ground = Ground("g", GroundKind.PLEDGE, quote("a pledge for all of it"), "Sumara Rights Forum", ())
    made = papers(replace(value, agenda=replace(value.agenda, grounds=(ground,))), Audience.TEAM)["brief"]
    before = [text.text for text in made.sentences()]
    assert before.index("Grounds that the statement gives for no single ask") < before.index("The record in hand")
    assert any("a pledge for all of it" in text for text in before)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [("  deadline: soon\n", "no day"), ('  deadline: "2026-02-30"\n', "not in order"), ("  too: x\n", "unknown key")],
)
def test_a_letter_file_that_is_not_in_order_is_refused_with_its_line(wrong: str, problem: str) -> None:
    with pytest.raises(AgendaError, match=rf"letter\.yaml, line 2: .*{problem}"):
        read_details(f"letter:\n{wrong}", name="letter.yaml", agenda=report().agenda)


def test_names_are_withheld_from_a_letters_head() -> None:
    names = unreadable(report().agenda, Audience.PUBLIC)
    held = LetterDetails(f"the family of {SEALED_NAME}", INTERNAL_NAME, (f"Friends of {INTERNAL_NAME}",)).cleared(names)
    assert SEALED_NAME not in held.to and INTERNAL_NAME not in f"{held.sender}{held.cosigners}"


# The statute


def test_a_statute_binds_by_its_own_verbs() -> None:
    law = Document("act", (EXAMPLE / "statute.txt").read_text(encoding="utf-8"))
    assert is_statute(law, "Sumara Engagement Act")
    assert not is_statute(law, "Velm River Act")
    found = operative_sentences(law)
    assert [one.binds for one in found] == ["should", "should", "should", "shall", "shall", "shall"]
    assert all(law.text[one.quote.start : one.quote.end] == one.quote.exact for one in found)
    assert found[0].section == "Section 3. Settlement"


# The whole way, through the program


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("store") / "s")
    files = [str(EXAMPLE / name) for name in ("record.jsonl", "parliament.html", "statement.txt", "statute.txt")]
    added = CliRunner().invoke(program, ["add", "--store", folder, *files])
    assert added.exit_code == 0, added.output
    return folder


def made(verb: str, store: str, out: Path, *options: str) -> bytes:
    """What the verb writes for the example agenda."""
    today = () if verb == "scorecard" else ("--today", "2026-11-24")
    words = [str(EXAMPLE / "agenda.yaml"), "--store", store, "--workers", "1", "-o", str(out), *today, *options]
    done = CliRunner().invoke(VERBS[verb], words)
    assert done.exit_code == 0, f"{done.output}\n{done.exception!r}"
    return out.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["brief", "letter", "statement", "scorecard"])
def test_every_quote_of_every_format_stands_in_the_store_and_in_the_file(verb: str, store: str, tmp_path: Path) -> None:
    today = () if verb == "scorecard" else ("--today", "2026-11-24")
    words = [str(EXAMPLE / "agenda.yaml"), "--store", store, "--workers", "1", "--json", *today]
    value = json.loads(CliRunner().invoke(VERBS[verb], words).stdout)
    quotes = [note for note in value["sources"] if note["words"]]
    with open_store(store, create=False) as held:
        for note in quotes:
            [place] = [fact for fact in note["facts"] if fact.startswith("characters ")]
            start, end = map(int, place.removeprefix("characters ").split("–"))
            [id_] = [fact.removeprefix("document ") for fact in note["digests"] if fact.startswith("document ")]
            found = held.ledger.document(id_)
            assert found is not None and found.text[start:end].split() == note["words"].split(), id_
            assert any(found.capture_digest in fact for fact in note["digests"])
    for form in ("pdf", "docx") if verb == "scorecard" else FORMS:
        content = made(verb, store, tmp_path / f"{verb}.{form}")
        shown = squeezed(words_in(form, content))
        assert [note["words"] for note in quotes if squeezed(note["words"]) not in shown] == []
        assert active_in(form, content) == []
        if form == "pdf":
            assert is_tagged(content)
            inside = pdf_inside(content)
            assert b"pdfuaid" in inside and b"/Lang" in inside
            assert inside.count(b"/Type/FontDescriptor") == inside.count(b"/FontFile") >= 2


def test_the_example_brief_has_one_page_an_ask(store: str, tmp_path: Path) -> None:
    content = made("brief", store, tmp_path / "brief.pdf")
    pages = pdf_words(content).split("\n1 / ")
    assert 13 < pdf_pages(content) < 22
    assert len(pages) <= pdf_pages(content)


def test_the_scorecards_page_is_that_of_check(store: str, tmp_path: Path) -> None:
    assert b"OnRecord scorecard" in made("scorecard", store, tmp_path / "card.html")


@pytest.mark.parametrize(
    ("name", "problem"), [("brief.odt", "of no format"), ("missing/brief.pdf", "cannot be written")]
)
def test_a_file_that_cannot_be_made_is_refused_before_work(name: str, problem: str, store: str, tmp_path: Path) -> None:
    words = [str(EXAMPLE / "agenda.yaml"), "--store", store, "-o", str(tmp_path / name)]
    done = CliRunner().invoke(brief_verb.command, words)
    assert done.exit_code == 2 and problem in done.output


def test_a_format_whose_package_is_missing_is_refused_with_what_to_install(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoTypesetterError, match=r"onrecord\[documents\]"):
        pdf(papers(bare_report(), Audience.TEAM)["brief"])
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(NoWordWriterError, match=r"onrecord\[documents\]"):
        docx(papers(bare_report(), Audience.TEAM)["brief"])
    monkeypatch.setitem(paper_files.NEEDS, ".pdf", "a_package_that_nobody_has")
    words = [str(EXAMPLE / "agenda.yaml"), "--store", store, "-o", str(tmp_path / "b.pdf")]
    done = CliRunner().invoke(brief_verb.command, words)
    assert done.exit_code == 2 and "onrecord[documents]" in done.output


def test_without_a_file_and_without_json_the_verb_says_what_it_needs(store: str) -> None:
    done = CliRunner().invoke(brief_verb.command, [str(EXAMPLE / "agenda.yaml"), "--store", store])
    assert done.exit_code == 2 and "-o" in done.output


def test_a_quote_that_does_not_stand_in_the_store_stops_the_document(store: str) -> None:
    agenda = load_agenda(EXAMPLE / "agenda.yaml")
    with open_store(store, create=False) as held:
        id_ = next(iter(held.ledger.layers()))
        forged = Cite(replace(WORDS, document=id_, quote=Quote(0, 5, "Forge")))
        paper = Paper(
            Kind.BRIEF, agenda.title, (Prose((Said("It says “Forge”.", (forged,), ("Forge",)),)),), (), MADE, ""
        )
        with pytest.raises(StoreError, match="are not those that are quoted"):
            prove(paper, held)
