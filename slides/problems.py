"""What can be wrong with a case: a rule's name, the line, the facts, and a sentence in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slides.kinds import KIND_NAMES, STAGE_NAMES

# What to do with a line that has no place where it stands.
HINTS: dict[str, tuple[str, str]] = {
    "headings": ("Headings are “# ”, “## ” and “### ”.", "标题只有“# ”“## ”“### ”三种。"),
    "notes-last": (
        "The notes come last; carry them on with “> ”.",
        "讲稿要放在最后；接着写的每一行前面都加“> ”。",
    ),
    "notes-begin": ("Begin the notes with “> say: …”.", "讲稿要从“> say: …”开始。"),
    "hyphens-once": (
        "The line of hyphens stands once, under the heading row.",
        "表格里的横线只写一行，放在标题行下面。",
    ),
    "picture-by-name": (
        "A picture is one of the library's scenes: write “picture: its-name” under the line that begins the slide.",
        "图片只能用图库里的场景：在页面开头那一行下面写“picture: 场景名”。",
    ),
    "lead-first": (
        "The paragraph stands before the list, the table and the keys; a list line is one line.",
        "正文要放在列表、表格和各项说明之前；列表的每一条只占一行。",
    ),
    "key-value": (
        "Write “key: value”, with a plain colon and a blank after it.",
        "应写成“名称: 内容”，用半角冒号，冒号后面空一格。",
    ),
    "front-first": (
        "The file begins with the line of three hyphens; nothing stands before it.",
        "文件从三个短横线那一行开始，前面不能有内容。",
    ),
    "part": ("Start a part with “# 中文 | English”.", "先写一个部分：“# 中文 | English”。"),
    "slide": ("Start a slide with “## kind”.", "先写一个页面：“## 页面种类”。"),
    "under-language": ("Put it under “### zh” or “### en”.", "请移到“### zh”或“### en”下面。"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "no-front-matter": (
        "The file must begin with a line of three hyphens, then the keys of the case.",
        "文件要以三个短横线开头，接着写案例的各项信息。",
    ),
    "front-matter-open": (
        "The front matter is not closed: add a line of three hyphens after its last key.",
        "开头的信息没有结束：请在最后一项后面加一行三个短横线。",
    ),
    "unknown-key": (
        "“{key}” is not a key that may stand here. Known here: {known}.",
        "这里不能写“{key}”。可以写的有：{known}。",
    ),
    "repeated-key": ("“{key}” is written twice. Keep one of them.", "“{key}”写了两次，请只留一个。"),
    "missing-key": ("“{key}” is missing here. Add a line “{key}: …”.", "缺少“{key}”，请补一行“{key}: …”。"),
    "empty-key": (
        "“{key}” has no value. Write one, or take the line out.",
        "“{key}”后面没有内容，请补上，或删去这一行。",
    ),
    "bad-value": ("“{value}” does not fit “{key}”. Write {wanted}.", "“{key}”不能写“{value}”，应写：{wanted}。"),
    "misplaced-line": ("This line has no place here: “{text}”. {hint_en}", "这一行放错了地方：“{text}”。{hint_zh}"),
    "unknown-kind": (
        "“{kind}” is not a kind of slide. Known kinds: {known}.",
        "没有“{kind}”这种页面。可用的有：{known}。",
    ),
    "part-name": (
        "Write a part's name in both languages: “# 故事 | The story”.",
        "部分的名字要写两种语言：“# 故事 | The story”。",
    ),
    "slide-before-part": (
        "A slide stands before the first part. Put “# 中文 | English” above it.",
        "第一个页面前面要先写一个部分：“# 中文 | English”。",
    ),
    "empty-part": (
        "This part has no slides. Add one, or take the part out.",
        "这个部分里没有页面，请补上，或删去这个部分。",
    ),
    "no-slides": ("The case has no slides.", "案例里没有页面。"),
    "language-heading": (
        "Write “### zh 标题” or “### en Title” here, not “{text}”.",
        "这里应写“### zh 标题”或“### en Title”，而不是“{text}”。",
    ),
    "language-missing": ("This slide has no “### {lang}” half.", "这一页缺少“### {lang}”部分。"),
    "language-order": ("“### zh” stands first, then “### en”, each once.", "先写“### zh”，再写“### en”，各一次。"),
    "title-missing": ("The {lang_en} half of this slide has no title.", "这一页的{lang_zh}部分没有标题。"),
    "lead-missing": (
        "A {kind} slide needs one plain paragraph under its title.",
        "“{kind_zh}”页在标题下面要有一段正文。",
    ),
    "lead-unwanted": (
        "A {kind} slide has no plain paragraph: make it a list line or take it out.",
        "“{kind_zh}”页没有正文段落：请改成列表，或删去。",
    ),
    "lead-twice": ("Only one plain paragraph may stand here.", "这里只能有一段正文。"),
    "item-count": (
        "A {kind} slide has {wanted} list lines here; this one has {found}.",
        "“{kind_zh}”页这里应有 {wanted} 行，现在有 {found} 行。",
    ),
    "empty-item": ("This line is empty: write something in it, or take it out.", "这一行是空的，请填上，或删去。"),
    "item-mark": ("Write “- [x] …” or “- [ ] …” here.", "这里要写成“- [x] …”或“- [ ] …”。"),
    "item-mark-unwanted": ("This list has no boxes: write “- …”.", "这里不用方框，写成“- …”即可。"),
    "one-right": (
        "A quiz has exactly one “[x]”; this one has {found}.",
        "测验要有且只有一个“[x]”，现在有 {found} 个。",
    ),
    "right-differs": (
        "The right option is number {zh} in zh and number {en} in en.",
        "中文的正确选项是第 {zh} 个，英文是第 {en} 个，应当一致。",
    ),
    "marks-differ": ("zh and en do not have the same lines: {zh} against {en}.", "中英文的行数不一致：{zh} 和 {en}。"),
    "item-pair": ("Write this line as “- {first} | {second}”.", "这一行要写成“- {first} | {second}”。"),
    "table-unwanted": ("A {kind} slide has no table.", "“{kind_zh}”页不用表格。"),
    "list-unwanted": ("A {kind} slide has no list.", "“{kind_zh}”页不用列表。"),
    "table-shape": ("{reason}", "{reason_zh}"),
    "numbers-differ": ("The chart's numbers in zh and en are not the same.", "中英文图表的数字不一致。"),
    "bold-open": ("“**” is opened and not closed.", "“**”没有成对。"),
    "too-long": (
        "{field} has {found} characters, {limit} are allowed for {stage_en}: cut {over}.",
        "{field_zh}有 {found} 个字，{stage_zh}最多 {limit} 个：请删去 {over} 个。",
    ),
    "too-short": (
        "{field} has {found} characters, at least {limit} are needed.",
        "{field_zh}只有 {found} 个字，至少要 {limit} 个。",
    ),
    "slide-too-full": (
        "The slide counts {found} in {lang_en}, {limit} are allowed for {stage_en}: cut {over}.",
        "这一页（{lang_zh}）共 {found} 字，{stage_zh}最多 {limit} 字：请删去 {over} 个。",
    ),
    "does-not-fit": (
        "{field} does not fit its place on the slide in {lang_en} for {stage_en}, even at {size} pt: "
        "cut {over} characters.",
        "{field_zh}（{lang_zh}，{stage_zh}）缩到 {size} 磅也放不下：请删去 {over} 个字符。",
    ),
    "gap-word": (
        "“{word}” looks like a forgotten gap. Write the real words.",
        "“{word}”像是没填完的地方，请写上真正的内容。",
    ),
    "tab": ("This line holds a tab. Write blanks instead.", "这一行有制表符（Tab），请改成空格。"),
    "control-character": (
        "This line holds an invisible control character ({code}). Delete it.",
        "这一行有看不见的控制字符（{code}），请删去。",
    ),
    "same-title": (
        "“{title}” is also the title of the slide in line {other}, in one deck ({stage_en}, {lang_en}).",
        "“{title}”和第 {other} 行的页面标题相同（{stage_zh}，{lang_zh}）。",
    ),
    "cover-first": (
        "The deck for {stage_en} must begin with its only cover.",
        "{stage_zh}的课件要以封面开始，且只有一个封面。",
    ),
    "kind-missing": ("The deck for {stage_en} has no {kind} slide.", "{stage_zh}的课件缺少“{kind_zh}”页。"),
    "slide-count": (
        "The deck for {stage_en} has {found} slides; it should have {low} to {high}.",
        "{stage_zh}的课件有 {found} 页，应有 {low} 到 {high} 页。",
    ),
    "minutes-sum": (
        "The slides for {stage_en} take {found} minutes; the lesson has {limit}, so aim for {low} to {limit}.",
        "{stage_zh}各页共 {found} 分钟，一节课 {limit} 分钟，应在 {low} 到 {limit} 分钟之间。",
    ),
    "answer-alone": (
        "An answer stands right after its quiz, with the same stages.",
        "答案页要紧跟在测验页后面，学段也要相同。",
    ),
    "quiz-alone": ("This quiz has no answer slide right after it.", "这个测验后面没有答案页。"),
    "qr-last": ("The qr slide must be the last one ({stage_en}).", "二维码页要放在最后（{stage_zh}）。"),
    "stage-outside": ("“{stage}” is not one of the stages of the case.", "“{stage}”不在本案例的学段里。"),
    "scene-missing": (
        "There is no picture “{name}” in the library (slides/art/scenes). Choose one that is there.",
        "图库（slides/art/scenes）里没有“{name}”这幅图，请改用图库里的图。",
    ),
    "law-unreadable": (
        "“{text}” is not one citation of the form 《law》第…条第…款第…项.",
        "“{text}”不是一处完整的引用，应写成《法律》第…条第…款第…项。",
    ),
    "law-unknown": (
        "《{law}》 is not in the law table. Load it, or correct the name.",
        "法律库里没有《{law}》，请先导入，或改正名称。",
    ),
    "law-ended": (
        "《{law}》 is no longer in force since {date}{instead}. Cite what replaced it.",
        "《{law}》自 {date} 起失效{instead_zh}，请改引新的规定。",
    ),
    "law-version": (
        "《{law}》: the text names the version of {years}, but in force on {on} is the version of {date}. "
        "Read the new text, then correct the year.",
        "《{law}》：这里写的是 {years} 年的版本，{on} 有效的是 {date} 的版本。请先核对新文本，再改年份。",
    ),
    "law-not-yet": (
        "《{law}》 takes effect on {date} and cannot be cited for {on}.",
        "《{law}》自 {date} 起施行，{on} 还不能引用。",
    ),
    "article-missing": ("《{law}》 has no {place}.", "《{law}》没有{place}。"),
    "article-moved": (
        "《{law}》 {place} now speaks of something else ({now}); the rule on {topic} stands in {new}.",
        "《{law}》{place}现在讲的是{now}，{topic}的规定在{new}。",
    ),
    "quote-differs": (
        "The quoted words are not those of 《{law}》 {place}. It says: “{words}”.",
        "引文和《{law}》{place}不一致。原文是：“{words}”。",
    ),
    "words-changed": (
        "The words of {place} have changed since the deck was made.",
        "{place}的原文在课件生成之后有变动。",
    ),
    "sentence-missing": (
        "{place} has {found} sentences; “{wanted}” is not among them.",
        "{place}只有 {found} 句，没有“{wanted}”。",
    ),
    "law-too-long": (
        "The words of {place} are {found} characters, {limit} fit on the slides: cite a paragraph, an "
        "item or sentences.",
        "{place}的原文有 {found} 字，页面最多放 {limit} 字：请引到款、项，或用 sentences 只取几句。",
    ),
    "anonymity": (
        "“{text}” could tell who it was ({what}), in: “{sentence}” {advice}.",
        "“{sentence}”中的“{text}”可能让人认出当事人（{what_zh}）：请{advice_zh}。",
    ),
}

LANGUAGE_NAMES = {"zh": ("Chinese", "中文"), "en": ("English", "英文")}


@dataclass(frozen=True)
class Problem:
    """One thing to put right, at a line of the case file."""

    rule: str
    line: int
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def sentence(self, lang: str = "en") -> str:
        """The problem in a sentence, in English or Chinese."""
        facts = dict(self.values)
        for name, words in (
            ("stage", STAGE_NAMES),
            ("kind", KIND_NAMES),
            ("lang", LANGUAGE_NAMES),
            ("hint", HINTS),
        ):
            if name in facts:
                said = str(facts[name])
                facts[f"{name}_en"], facts[f"{name}_zh"] = words.get(said, (said, said))
        facts.setdefault("field_zh", facts.get("field", ""))
        where = facts.get("where_zh" if lang == "zh" else "where", "")
        return where + SENTENCES[self.rule][1 if lang == "zh" else 0].format(**facts)

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence()}"


class CaseRefused(ValueError):
    """A case that cannot be read or built, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
