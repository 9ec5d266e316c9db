// Every word of the query page, Chinese and English side by side.

const TABLE = {
  explorer: ["关系图", "Explorer"],
  questions: ["常用问题", "Questions"],
  run: ["运行", "Run"],
  fill: ["填入并运行", "Fill in and run"],
  running: ["正在查询……", "Running…"],
  table: ["表格", "Table"],
  graph: ["图", "Graph"],
  save: ["下载", "Download"],
  rows: ["行", "rows"],
  triples: ["个三元组", "triples"],
  cut: ["结果过多，只显示前", "There is more: shown are only the first"],
  shown: ["表格只显示前", "The table shows only the first"],
  none: ["没有结果", "No result"],
  yes: ["是", "yes"],
  no: ["否", "no"],
  required: ["必填", "required"],
  explore: ["在关系图中查看", "Show in the explorer"],
  unreachable: ["服务器没有应答", "The server does not answer"],
  person: ["人物", "person"], other: ["另一方", "other"], body: ["机构或地点", "body"], date: ["日期", "date"],
  post: ["职务", "post"], place: ["地点", "place"], entity: ["名称", "name"], organization: ["机构", "organization"],
  source: ["来源文件", "source"], title: ["职务", "title"], status: ["状态", "status"], from: ["自", "from"], until: ["至", "until"],
  amount: ["数额", "amount"], documents: ["报道数", "articles"], sentence: ["原文", "sentence"], relation: ["关系", "relation"],
  headline: ["标题", "headline"], times: ["次数", "times"], giver: ["支持方", "giver"], receiver: ["受助方", "receiver"],
  founder: ["创办人", "founder"], school: ["学校", "school"], investor: ["投资方", "investor"], target: ["对象", "target"],
  party: ["一方", "party"], partner: ["合作方", "partner"], speaker: ["说话人", "speaker"], publisher: ["媒体", "publisher"],
  name: ["名称", "name"], step: ["步", "step"], to: ["到", "to"], when: ["时间", "when"], what: ["项目", "what"], count: ["数量", "count"],
  written: ["写法", "written"], rule: ["规则", "rule"], visitor: ["访客", "visitor"], relative: ["亲属", "relative"],
  inner: ["辖区", "place within"], directly: ["直属", "directly in"], predecessor: ["前任", "predecessor"], successor: ["继任", "successor"],
};

export const LANGUAGE = (new URLSearchParams(location.search).get("lang") || navigator.language).startsWith("zh") ? "zh" : "en";

/** The word for `key`; a key without one stands for itself, as the variables of a query of one's own do. */
export function word(key) {
  return Object.hasOwn(TABLE, key) ? TABLE[key][LANGUAGE === "zh" ? 0 : 1] : key;
}
