"""What stands on a web page around its text: menus, footers, cookie notes, share bars, lists of other pages.

It is told by roles, by names of classes, and by how much of a part is links. Data tables, headlines and
sentences are never clutter, but for those of a footer or a cookie note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.ingestion.loaders.html.markup import Event, Open

_ROLES = frozenset(
    ("navigation", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar")
)
_SURE = frozenset(
    ("footer", "copyright", "cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs")
)
_LIKELY = frozenset(
    (
        *(
            "nav",
            "navbar",
            "navigation",
            "topnav",
            "subnav",
            "menu",
            "crumb",
            "crumbs",
            "header",
            "search",
            "login",
        ),
        *("share", "sharing", "social", "related", "relate", "recommend", "recommended", "recommendation"),
        *("recommendations", "sidebar", "hot", "rank", "ranking", "pagination", "pager", "pages", "toolbar"),
        *("links", "friendlink", "friendlinks", "ad", "ads", "advert", "advertisement", "banner", "qrcode"),
    )
)
_OF_TEXT = frozenset(
    ("card", "modal", "panel", "table", "article", "post", "entry", "item", "note", "notes")
)  # as in card-footer
_UNSEEN = frozenset(("head", "script", "style", "noscript", "template", "select", "button"))
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0+(?:px|p?t|r?em|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_NEVER = frozenset(
    ("html", "body", "main", "article", "tr", "td", "th", "tbody", "thead", "table", "caption")
)
_LISTS = frozenset(("ul", "ol", "div", "section", "aside", "dl", "p"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NAMING = frozenset((*_HEADINGS, "p", "div", "span"))
_OTHER_PAGES = re.compile(
    r"\s*(?:(?:相关|热门|热点|最新|推荐|更多|延伸|精彩)(?:新闻|阅读|文章|链接|推荐|资讯|内容|报道|信息)"
    r"|猜你喜欢|点击排行|阅读排行|热门排行|友情链接|分享到|上一[篇页条]|下一[篇页条])[\s：:]*"
)
_EDGE = re.compile(
    r"\s*(?:(?:(?:您|你)的|(?:您|你)?(?:现在|当前|所在)的?)位置\s*[：:]|版权所有|copyright|©)", re.IGNORECASE
)
_TOOLS = re.compile(
    r"\s*(?:[\s【】\[\]|｜·、]*(?:打印(?:本页|此页|正文|文章)?|关闭(?:本页|窗口|页面)?|(?:加入)?收藏(?:本页|此页)?|复制链接"
    r"|返回(?:顶部|首页|列表|上一页)|回到顶部|分享到?))+[\s【】\[\]|｜·：:]*"
)
_BETWEEN = re.compile(r"[\s|｜·>»/-]+")  # what stands between links
_FILES = re.compile(r"附件|下载|\.(?:docx?|xlsx?|pdf|zip|wps)", re.IGNORECASE)
_LONGEST_EDGE = 200  # characters of a path to the page, or of whose it is
_FEWEST_LINKS = 3
_MOSTLY = 0.8  # share of the characters of a list of links that are in links
_MENU = 6  # characters of an entry in a menu, on the average
_PARTLY = 0.5  # that share where names say as well that it is none of the text
_ROOT = frozenset(("html", "body"))
_WECHAT_TEXT = "js_content"  # the id of the text of an article of WeChat
_FOREMOST = 80  # characters of a part that are kept to look at how it begins
_LEAST_KEPT = 0.2  # share of a page's characters; where less is left, the page is all links


@dataclass(slots=True)
class _Part:
    """What has been seen of a tag that is not closed yet."""

    start: int
    tag: Open
    characters: int = 0
    linked: int = 0
    links: int = 0
    sentences: int = 0
    rows: int = 0
    headlines: int = 0
    begins: str = ""
    names_others: int = -1  # where the heading that names other pages starts, right above what comes next

    def add(self, inner: "_Part") -> None:
        """Count what is in a tag within it."""
        self.characters += inner.characters
        self.linked += inner.linked
        self.links += inner.links + (inner.tag.name == "a")
        self.sentences += inner.sentences
        self.rows += inner.rows + (inner.tag.name == "tr")
        self.headlines += inner.headlines + (inner.tag.name == "h1")
        self._begin(inner.begins)

    def add_text(self, text: str, is_link: bool) -> None:
        """Count a text."""
        length = len(_BETWEEN.sub("", text))
        self.characters += length
        self.linked += length * is_link
        self.sentences += 0 if is_link else sum(text.count(mark) for mark in "。！？")
        self._begin(text)

    def _begin(self, text: str) -> None:
        if len(self.begins) < _FOREMOST:
            self.begins += text.strip()[:_FOREMOST]


def clutter(events: Sequence[Event]) -> frozenset[int]:
    """The places of the tags that hold no text of the page; none where next to nothing else would be left."""
    found: dict[int, int] = {}  # by place: characters
    open_ = [_Part(0, Open(""))]
    links = 0
    is_headed = False
    for place, event in enumerate(events):
        if isinstance(event, str):
            open_[-1].add_text(event, links > 0)
            continue
        links += (event.name == "a") * (1 if isinstance(event, Open) else -1)
        if isinstance(event, Open):
            open_.append(_Part(place, event))
        elif len(open_) > 1:
            part, outer = open_.pop(), open_[-1]
            is_headed |= event.name in _HEADINGS
            if not part.characters or event.name in _UNSEEN:
                continue
            if _is_clutter(part, is_headed, outer.names_others >= 0):
                found[part.start] = part.characters
                found.setdefault(outer.names_others, 0)
            else:
                outer.add(part)
            is_name = event.name in _NAMING and _OTHER_PAGES.fullmatch(part.begins) is not None
            outer.names_others = part.start if is_name else -1
    kept = sum(part.characters for part in open_)
    return frozenset(found) if kept >= (kept + sum(found.values())) * _LEAST_KEPT else frozenset()


def is_hidden(tag: Open) -> bool:
    """Whether a reader of the page sees nothing of a tag by its attributes.

    What a page hides only until its script has run is seen: all of it, or the text of an article of WeChat.
    """
    if tag.name in _ROOT or tag.attributes.get("id") == _WECHAT_TEXT:
        return False
    return "hidden" in tag.attributes or _INVISIBLE.search(tag.attributes.get("style", "")) is not None


def is_unread(tag: Open) -> bool:
    """Whether a tag is hidden, or left out where a page is read aloud: a mere sign, or a closed dialog."""
    return is_hidden(tag) or tag.attributes.get("aria-hidden", "").lower() == "true"


def _is_clutter(part: _Part, is_headed: bool, follows_name: bool) -> bool:
    """Whether a part is none of the text, by its names and what was found in it."""
    tag = part.tag
    if tag.name in _NEVER or part.headlines or part.rows > 1:
        return False
    names = _names(tag)
    is_named = tag.name in {"nav", "footer"} or tag.attributes.get("role", "").lower() in _ROLES
    if is_named or (names & _SURE and not names & _OF_TEXT):
        return True
    if part.sentences or _FILES.search(part.begins):
        return False
    names_others = follows_name or _OTHER_PAGES.match(part.begins) is not None
    if names & _LIKELY and (names_others or part.linked >= part.characters * _PARTLY):
        return True
    is_edge = _EDGE.match(part.begins) is not None and part.characters < _LONGEST_EDGE
    if is_edge or (part.links and _TOOLS.fullmatch(part.begins) is not None):
        return True
    is_links = part.links >= _FEWEST_LINKS and part.linked >= part.characters * _MOSTLY
    is_aside = not is_headed or names_others or part.linked <= part.links * _MENU
    return tag.name in _LISTS and is_links and is_aside


def _names(tag: Open) -> frozenset[str]:
    """The words in a tag's class and id, in lower case: newsFooter is news and footer."""
    if not tag.attributes:
        return frozenset()
    given = f"{tag.attributes.get('class', '')} {tag.attributes.get('id', '')}"
    return frozenset(word.lower() for word in re.findall("[A-Z]?[a-z]+|[A-Z]+", given))
