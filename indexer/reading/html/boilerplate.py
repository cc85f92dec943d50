"""What is not the article: by how a page's markup names it, and by how its lines read."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAGS = frozenset(("nav", "footer", "aside", "select", "button"))
_FRAMES = frozenset(("html", "body", "main", "article"))
_WORD_LIST = (
    "nav navi navbar navigation topnav breadcrumb breadcrumbs crumb crumbs footer share sharebar sidebar"
    " aside related relate pagination pager bdsharebuttonbox toolbar bshare fenxiang mianbaoxie weizhi"
    " dqwz location copyright banquan disclaimer comment comments pinglun login denglu signin tagcloud"
    " recommend tuijian xiangguan prevnext prenext qrcode erweima friendlink youqing foot dibu subnav"
    " backtop gotop advert guanggao meta menu caidan"
)
_WORDS = frozenset(_WORD_LIST.split())
# <div class="has-sidebar"> is the frame around the article, not the sidebar.
_TURNED_AROUND = frozenset(("has", "with", "no", "without", "hide", "not"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MSO = re.compile("Mso(?:Toc|Header|Footer|FootnoteReference|EndnoteReference)")
_SENTENCE_ENDS = re.compile("[。！？]")
#: A navigation bar has hardly a sentence; an article has more.
_SENTENCES = 3

_LABEL = re.compile(
    r"[【\[■◆●>»\s]{0,3}(?:相关|热门|最新|推荐|精彩|精选|随机|猜你|延伸|更多|同类|同栏目|本类|本栏|栏目|阅读|图文|最近|站内|点击|下载|每日|关联|人气)"
    r"(?:文章|阅读|推荐|报道|新闻|文档|资料|范文|资讯|内容|链接|喜欢|感兴趣|排行榜?|稿件|信息|标签|搜索|专题|更新|导航|下载|热点|关注|公文|总结|报告){1,2}"
    r"(?:更多|排行榜?|列表)?[】\]：:>»+\s]{0,4}(?:更多|MORE|more)?[>»+\s]{0,3}|友情链接[：:]?|标签云|为您推荐|猜您喜欢|大家都在看|其他人还看了"
)
_COMMENT_LABEL = re.compile(
    r"(?:(?:网友|最新|精彩|全部|热门|用户|文章|读者|我要|发表|添加|查看|参与)(?:评论|留言|跟帖|点评|回复)|评论区?|留言板?|评论列表)"
    r"\s*(?:[（(]?\s*(?:共\s*)?\d*\s*条?[）)]?)?[：:]?"
)
_LEGAL = re.compile(
    r"版权所有|备\d{5,}号?|公网安备|Copyright|All Rights Reserved|©|网站标识码|违法和?不良信息举报|免责声明[：:]|版权声明[：:]"
    r"|(?:主办|承办)单位[：:].{0,40}(?:技术支持|邮编|电话)|(?:^|\s)技术支持[：:]",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:上一篇|下一篇|上一页|下一页)\s*[：:].{0,80}"
    r"|(?=.*[页篇])(?:首页|上一页|下一页|上页|下页|末页|尾页|上一篇|下一篇|没有了|无|\d{1,3}(?!\d)|[.…|«»<>\[\]\s]){2,}"
    r"|(?:您|你)?(?:现在|当前|目前)?的?所?在?的?位置\s*[：:].{0,100}|首页\s*[>＞»›/|-].{0,100}"
    r"|分享(?:到|至)?\s*[：:]?(?:微信|微博|新浪|腾讯|QQ|朋友圈|空间|好友|更多|复制链接|豆瓣|人人网|[\s|])*"
    r"|(?:用户登录|会员登录|用户名|密码|登录|注册|忘记密码|记住我|设为首页|加入收藏|免费注册|立即注册|收藏本站|返回首页|返回列表"
    r"|点击展开全文|展开全文|阅读全文|[\s|：:？?])+"
    r"|(?=.*[印闭藏错])(?:打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|收藏(?:本页|本文)?|我要纠错|[【】\[\]|\s])+"
    r"|(?:标签|关键词|TAGS?|Tags?|tags?)\s*[：:][^。；，]{1,100}"
)
_LONGEST_LABEL = 24
_LONGEST_CONTROL = 120
_LONGEST_LEGAL = 300


def marks_boilerplate(tag: str, names: Sequence[str]) -> bool:
    """Whether an element is navigation, a footer, a share bar and the like, judged by its tag
    or by its classes and id (``names``)."""
    if tag in _FRAMES:
        return False
    return tag in _TAGS or any(_names_boilerplate(name) for name in names)


def is_article_text(text: str, start: int, end: int) -> bool:
    """Whether a span is too much like an article, or too much of the page, to be boilerplate.

    A removed sentence of the report is worse than an advert that stays.
    """
    if (end - start) * 2 > len(text):
        return True
    return len(_SENTENCE_ENDS.findall(text, start, end)) > _SENTENCES


def is_label(line: str) -> bool:
    """Whether a whole line is the label over a list of other pages: 相关文章, 热门推荐…"""
    return len(line) <= _LONGEST_LABEL and _LABEL.fullmatch(line) is not None


def is_comment_label(line: str) -> bool:
    """Whether a whole line is the label over readers' comments."""
    return len(line) <= _LONGEST_LABEL and _COMMENT_LABEL.fullmatch(line) is not None


def is_legal(line: str) -> bool:
    """Whether a line says whose the site is."""
    return len(line) <= _LONGEST_LEGAL and _LEGAL.search(line) is not None


def is_control(line: str) -> bool:
    """Whether a whole line is for getting about the site: 上一篇, a breadcrumb, a login box."""
    return len(line) <= _LONGEST_CONTROL and _CONTROL.fullmatch(line) is not None


def _names_boilerplate(name: str) -> bool:
    if _MSO.match(name):
        return True
    words = [word.lower() for word in _WORD.findall(name)]
    return any(
        word in _WORDS and not (at and words[at - 1] in _TURNED_AROUND) for at, word in enumerate(words)
    )
