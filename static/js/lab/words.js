// CodeMirror's own words, of the search panel above all, in Chinese; English is what it speaks itself.
const CHINESE = {
  Find: "查找",
  Replace: "替换",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  "by word": "整词",
  regexp: "正则表达式",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "Go to line": "转到行",
  go: "转到",
  "current match": "当前匹配",
  "on line": "在第",
  "replaced match on line $": "已替换第 $ 行的匹配",
  "replaced $ matches": "已替换 $ 处匹配",
  "Selection deleted": "已删除所选内容",
};

export const wordsOf = (language) => (language.toLowerCase().startsWith("zh") ? CHINESE : {});
