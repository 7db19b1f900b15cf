"""A law table as a JSON file, and a stand-in for authors who have none at hand."""

import json
from dataclasses import asdict
from datetime import date

from slides.casefile.values import Case
from slides.law.citations import parse_citation
from slides.law.laws import Law, LawArticle, LawTable, Moved

STAND_IN = "这里是法律原文，生成课件时由法律库填入。"
LONG_AGO = date(2000, 1, 1)


def read_table(text: str) -> LawTable:
    """Read a law table from JSON."""
    raw = json.loads(text)
    return LawTable(tuple(_law(row) for row in raw["laws"]), _day(raw.get("checked")), frozenset(raw.get("others", ())))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _law(row: dict) -> Law:
    articles = tuple(LawArticle(a["number"], tuple(a["paragraphs"]), a.get("branch", 0)) for a in row["articles"])
    moved = tuple(Moved(m["old"], m["new"], m["topic"], tuple(m["words"])) for m in row.get("moved", ()))
    return Law(
        row["title"],
        tuple(row.get("short_titles", ())),
        _day(row["version"]),
        _day(row["in_force"]),
        articles,
        _day(row.get("ended")),
        row.get("replaced_by", ""),
        moved,
        row.get("title_en", ""),
        row.get("source", ""),
    )


def write_table(laws: LawTable) -> str:
    """Write a law table as JSON."""
    rows = [{key: value for key, value in asdict(law).items() if value not in ("", (), None)} for law in laws.laws]
    table = {"laws": rows, "checked": laws.checked, "others": sorted(laws.others)}
    return json.dumps(table, ensure_ascii=False, default=str, indent=1)


def stand_in_table(case: Case) -> LawTable:
    """A table in which every citation of a case holds, with a sentence that says where the words will come from."""
    titles: dict[str, dict[tuple[int, int], LawArticle]] = {}
    for text, _ in case.citations():
        if cited := parse_citation(text):
            items = "".join(f"\n（一）{STAND_IN}" for _ in range(cited.item))
            paragraphs = (STAND_IN * 2 + items,) * max(cited.paragraph, 1)
            titles.setdefault(cited.law, {})[cited.article, cited.branch] = LawArticle(
                cited.article, paragraphs, cited.branch
            )
    return LawTable(
        tuple(Law(title, (), LONG_AGO, LONG_AGO, tuple(articles.values())) for title, articles in titles.items())
    )
