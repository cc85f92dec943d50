"""The sentences that Python code says to the user; templates hold their own."""

from __future__ import annotations

FOREIGN_HOST = (
    "笔杆不接受主机名“{host}”：请用 {url} 打开，或用 bigan serve --host 指定要用的地址"
)

NOT_FOUND = "没有这个页面：请从首页重新查找"
NO_SUCH_REPORT = "没有编号为“{id}”的报告：它可能已从资料库中删除或内容已修改，请重新搜索"
REPORT_GONE = "《{title}》已不在资料库里：它的文件删除、移走或改过了"
REPORT_CHANGED = "这份报告改过了：链接指的是改动前的样子，下面是它的文件里现在的内容，段落可能挪了位置"
NO_SUCH_PARAGRAPH = "没有编号为“{id}”的段落：它所在的报告可能已删除或修改，请重新搜索"
BAD_METHOD = "这个地址只能读取（GET）：请直接打开网址"
BROKEN = "程序出错了，资料和索引没有改动：请刷新再试；若仍出错，请把运行窗口里的报错发给维护者"

FOREIGN_ORIGIN = "改动要从笔杆自己的网页上发出，这一次不像是，没有改动任何内容：请打开笔杆的网页再做"
NOT_THIS_MACHINE = "改动只能在运行笔杆的那台电脑上做，没有改动任何内容：请在那台电脑上打开这一页"
TOO_LARGE = "发来的内容太多，没有改动任何内容：请少写一些，或分几次"
PHRASES_WANTED = "请用 text 给出 1 到 {most} 句话"
DRAFT_TOO_LARGE = "稿子太大（最多 8 MB）：请只贴文字，或把图片去掉后再传"
NO_DRAFT_IN_JSON = '请把稿子放在 JSON 的 text 里：{"text": "……"}，或用 multipart 传文件 file'
#: Said on the report page, by what ``saved`` in its address says.
SAVED_NOTICES = {
    "1": "更正已保存，索引已更新",
    "undone": "更正已撤销，索引已更新",
    "0": "与现在的内容相同，没有要更正的",
}
NONE_CHOSEN = "没有选报告：请在每行前面勾选，再点“更正选中的”"
BULK_DONE = "已更正 {count} 份报告：{said}"
BULK_UNDONE = "已撤销，{count} 份报告恢复原样"
ORIGINAL_GONE = "原文件“{file}”不在原来的地方了：可能移走、改名或拔了盘；笔杆里读到的内容还在，照常能查"
ORIGINAL_LOCKED = "原文件“{file}”打不开：可能没有权限，或正被别的程序占用，请关闭后再试"
RUN_ENDED = "读完了"
ONLY_HERE = "这一页只能在运行笔杆的那台电脑上打开"
SETTINGS_SAVED = "已保存，马上生效"
#: Beside a paragraph of a report: what leads to its counterparts, by their kind.
ANSWER_LABELS = {"causes": "对应的原因", "plans": "对应的打算", "problems": "对应的问题"}
NOTHING_TO_UNDO = "没有这一项更正可以撤销：请刷新报告页再看"
NO_SECTION_CHOSEN = "没有选章节：请选一个或两个"

EXPORT_NOT_THIS_MACHINE = "稿件只能在运行笔杆的那台电脑上导出：请在那台电脑上打开"
NO_SUCH_DRAFT = "没有编号为“{id}”的稿件：它可能已删除，请从稿件列表里打开"
NO_FILE_SENT = "没有选文件：请先选在 Word 里改过的文件，再比对"
NO_SUCH_FORM = "不能导出成“{form}”：可用 {allowed}"
NO_SUCH_CHOICE = "参数 {name} 不能是“{value}”：可用 {allowed}"

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

DRAFTS_ARE_PRIVATE = "稿件只能在运行笔杆的那台电脑上看和改：请在那台电脑上打开"
NOT_IN_PARAGRAPH = "选中的文字不在这一段里：请只选一段之内的文字再收"
NOTHING_TO_COLLECT = "没有说收什么：请给出段落（paragraph）或小标题（heading）"
NO_SUCH_OPERATION = "不认识这个改动“{name}”：可用 {allowed}"
BAD_VALUE = "{name} 的值不对（{value}）：请看 docs/JSON.md 里的写法"
NO_JSON = "发来的内容不是 JSON 对象：请看 docs/JSON.md 里的写法"
#: Said on a draft's page without script, by what ``done`` in its address says.
DRAFT_NOTICES = {
    "saved": "已保存",
    "taken": "已收进这份稿件",
    "again": "这一段早已收过",
    "near": "已收进这份稿件；稿里有一段与它近似，请看有没有重复",
    "removed": "已移出，可以放回",
    "restored": "已放回原处",
    "out": "已保存；有一段在别处移出了，您写的存在“移出的”里，可以放回",
    "replaced": "已替换",
    "back": "已回到以前的版本；刚才的样子也留着，在“以前的版本”里",
    "deleted": "稿件已删除，可以恢复",
}
