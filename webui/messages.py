"""The sentences that Python code says to the user; templates hold their own."""

from __future__ import annotations

FOREIGN_HOST = (
    "笔杆不接受主机名“{host}”：请用 {url} 打开，或用 bigan serve --host 指定要用的地址"
)

NOT_FOUND = "没有这个页面：请从首页重新查找"
NO_SUCH_REPORT = "没有编号为“{id}”的报告：它可能已从资料库中删除或内容已修改，请重新搜索"
NO_SUCH_PARAGRAPH = "没有编号为“{id}”的段落：它所在的报告可能已删除或修改，请重新搜索"
BAD_METHOD = "这个地址只能读取（GET）：请直接打开网址"
BROKEN = "程序出错了，资料和索引没有改动：请刷新再试；若仍出错，请把运行窗口里的报错发给维护者"

FOREIGN_ORIGIN = "更正要从笔杆自己的网页上发出，这一次不像是，没有改动任何内容：请打开报告页再更正"
NOT_THIS_MACHINE = "更正只能在运行笔杆的那台电脑上做，没有改动任何内容：请在那台电脑上打开报告页"
TOO_LARGE = "发来的内容太多，没有改动任何内容：请回到报告页，只写标题、年份、单位类型或章节"
#: Said on the report page, by what ``saved`` in its address says.
SAVED_NOTICES = {
    "1": "更正已保存，索引已更新",
    "undone": "更正已撤销，索引已更新",
    "0": "与现在的内容相同，没有要更正的",
}
NOTHING_TO_UNDO = "没有这一项更正可以撤销：请刷新报告页再看"
NO_SECTION_CHOSEN = "没有选章节：请选一个或两个"

UNKNOWN_PARAMETER = "参数“{name}”不认识：可用 {allowed}"
TYPED_TOO_LONG = "输入太长，提示只看前面几个字：请少于 {most} 字"
REPEATED_PARAMETER = "参数 {name} 只能给一次：请只留一个；可重复的是 {repeatable}"

PAGE_NAMES = {
    400: "请求有误",
    404: "没有找到",
    405: "不能这样访问",
    413: "内容太多",
    500: "出错了",
    503: "索引暂不可用",
}
NO_SWITCH = "参数 {name} 只能是 0 或 1，收到“{value}”"
