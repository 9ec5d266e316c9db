// Every word of the interface, Chinese and English side by side, so that neither is forgotten.

import { RULES } from "./rules.js";

const TABLE = {
  people: ["人物", "People"],
  organizations: ["机构", "Organizations"],
  places: ["地点", "Places"],
  person: ["人物", "person"],
  organization: ["机构", "organization"],
  place: ["地点", "place"],
  articles: ["篇文章", "articles"],
  article: ["文章", "Article"],
  statements: ["条事实", "facts"],
  search: ["查找人物、机构、地点，或原文语句", "Find people, organizations, places or sentences"],
  searchHint: [
    "可以只写名字的一部分、拼音（如 sdj）、简称或职务（如 市委书记）。",
    "A part of a name will do, pinyin (sdj), a short form or an office (mayor).",
  ],
  noResult: ["没有找到。", "Nothing found."],
  holders: ["任职", "In office"],
  sentences: ["原文语句", "Sentences"],
  list: ["名单", "List"],
  graph: ["关系图", "Graph"],
  evidence: ["依据", "Evidence"],
  who: ["名单", "Who"],
  name: ["名称", "Name"],
  kind: ["类别", "Kind"],
  links: ["关系", "Links"],
  sources: ["来源", "Sources"],
  sourcesShort: ["篇数", "Articles"],
  relations: ["关系类别", "Relations"],
  relation: ["关系", "Relation"],
  subject: ["主体", "Subject"],
  object: ["对象", "Object"],
  post: ["职务、名目", "Post, detail"],
  date: ["日期", "Date"],
  asCsv: ["导出 CSV", "Save CSV"],
  status: ["状态", "Status"],
  dates: ["日期", "Dates"],
  from: ["自", "from"],
  to: ["至", "to"],
  confidence: ["置信度不低于", "Confidence at least"],
  all: ["全选", "all"],
  none: ["全不选", "none"],
  reset: ["重置筛选", "Reset filters"],
  noPublisher: ["未注明来源", "no publisher"],
  undo: ["撤销", "Undo"],
  redo: ["重做", "Redo"],
  share: ["复制链接", "Copy link"],
  copied: ["已复制", "Copied"],
  image: ["保存图片 PNG", "Save picture (PNG)"],
  drawing: ["保存图片 SVG", "Save picture (SVG)"],
  sparql: ["复制 SPARQL 查询", "Copy SPARQL query"],
  turtle: ["复制为 Turtle", "Copy as Turtle"],
  views: ["视图", "Views"],
  viewName: ["视图名称", "Name of this view"],
  saveView: ["保存当前视图", "Save this view"],
  noViews: ["还没有保存的视图", "No view saved yet"],
  drop: ["删除", "Delete"],
  notStored: ["浏览器不允许保存", "This browser does not allow saving"],
  csvEntities: ["导出名单 CSV", "Export list as CSV"],
  csvStatements: ["导出事实 CSV", "Export facts as CSV"],
  export: ["导出", "Export"],
  print: ["打印", "Print"],
  theme: ["深色 / 浅色", "Dark or light"],
  fit: ["适应窗口", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  opening: ["重点", "Key"],
  everything: ["全部", "All"],
  around: ["周边", "Around"],
  depth: ["层数", "Depth"],
  shown: ["图中", "shown"],
  closer: ["放大可见更多", "zoom in for more"],
  legend: ["图例：点击筛选", "Legend: click to filter"],
  current: ["现行", "current"],
  acting: ["代理", "acting"],
  former: ["曾经", "former"],
  denied: ["否认", "denied"],
  proposed: ["拟议", "proposed"],
  currentPost: ["现任", "current"],
  formerPost: ["曾任", "former"],
  actingPost: ["代理", "acting"],
  proposedPost: ["拟任", "proposed"],
  deniedPost: ["否认", "denied"],
  solid: ["现行", "current"],
  dashed: ["曾经、否认", "former, denied"],
  dotted: ["拟议", "proposed"],
  width: ["线越粗，来源越多", "thicker: more sources"],
  coOccurrence: ["同句出现", "same sentence"],
  alsoKnown: ["又作", "Also"],
  why: ["为何", "why"],
  facts: ["事实", "Facts"],
  timeline: ["任职时间线", "Posts over time"],
  neighbours: ["关联", "Neighbours"],
  documents: ["文章", "Articles"],
  sameName: ["同名的其他实体", "Others of this name"],
  sameNameWhy: ["没有依据表明是同一个", "nothing says that they are the same"],
  judgedApart: ["判为两个", "taken for two"],
  undecidedApart: ["依据不足，暂作两个", "not enough to join them"],
  ruledApart: ["人工判为两个", "ruled to be two"],
  likelyOne: ["同一个的可能 {n}%", "{n}% likely to be one"],
  against: ["反对", "against"],
  inFavour: ["支持", "for"],
  read: ["读原文", "read"],
  original: ["原网页", "original page"],
  back: ["返回", "Back"],
  close: ["关闭", "Close"],
  more: ["还有 {n} 条", "{n} more"],
  moreNames: ["还有 {n} 个", "{n} more"],
  expand: ["展开", "Expand"],
  collapse: ["收起", "Collapse"],
  ego: ["周边", "Around"],
  hide: ["隐藏", "Hide"],
  unhide: ["取消隐藏", "Show again"],
  pin: ["固定", "Pin"],
  unpin: ["取消固定", "Unpin"],
  path: ["路径", "Path"],
  pathPick: ["请选择路径的另一端：点节点，或在查找框中选", "Choose the other end: click a node or search"],
  cancel: ["取消", "Cancel"],
  pathTitle: ["最短路径", "Shortest path"],
  pathCount: ["最短路径 {n} 条，各 {steps} 步", "{n} shortest paths of {steps} steps"],
  pathOne: ["最短路径，{steps} 步", "Shortest path, {steps} steps"],
  pathDirect: ["直接相连", "directly linked"],
  pathNumber: ["路径 {n}：", "Path {n}:"],
  pathCopyAll: ["复制全部路径", "Copy all paths"],
  pathNone: ["在当前筛选下两者没有相连。", "Not connected under the present filters."],
  pathWider: ["把同句出现也算上", "Count standing in one sentence too"],
  offCanvas: ["不在当前图中，点一下即加入", "not in the picture; a click adds it"],
  pathCopy: ["复制为文字", "Copy as text"],
  step: ["第 {n} 步", "Step {n}"],
  between: ["两者之间的事实", "Facts between the two"],
  nothing: ["当前筛选下没有事实", "No facts under the present filters"],
  noFacts: ["文章没有说到它与谁有关系", "The articles state no relation of it"],
  rule: ["规则", "rule"],
  trust: ["置信度", "confidence"],
  said: ["说话人", "said by"],
  nSources: ["{n} 个来源", "{n} sources"],
  amount: ["数额", "amount"],
  undated: ["日期不详", "undated"],
  change: ["变化", "Change"],
  added: ["新增", "added"],
  removed: ["消失", "gone"],
  changed: ["有改动", "changed"],
  same: ["未变", "as before"],
  nothingChanged: ["两图的事实没有差别。", "The facts of the two graphs do not differ."],
  empty_value: ["无", "none"],
  about: ["这张图", "This graph"],
  groups: ["主要群组", "Main groups"],
  group: ["群组", "Group"],
  groupName: ["{names}等", "{names} and others"],
  groupFacts: ["群组内的事实", "Facts inside the group"],
  members: ["{n} 个", "{n}"],
  howTo: [
    "点一个节点或名单中的一行，看它的事实和原文依据。按 / 查找，Esc 返回。",
    "Click a node or a row to read its facts and the sentences behind them. Press / to search, Esc to go back.",
  ],
  hiddenOnes: ["已隐藏 {n} 个", "{n} hidden"],
  showHidden: ["全部恢复", "Show all again"],
  empty: ["没有可显示的实体。", "There is nothing to show."],
  emptyFiltered: ["当前筛选下没有可显示的内容。", "The filters leave nothing to show."],
  noText: ["此文件不含全文。", "This file does not contain the articles' text."],
  time: ["报道时间", "Reported"],
  eventTime: ["事件时间", "Happened"],
  wholeTime: ["全部时间", "All dates"],
  canvas: [
    "关系图。所有内容都能从名单和依据栏到达。",
    "Network of entities. All that it shows is also in the list and the evidence panel.",
  ],
};

// What a relation is called between subject and object, read as "the … of the subject is the object", where its own
// name in Chinese would be read the other way round. Others go by their own name.
const FORWARD = {
  parentOf: ["子女", "parent of"],
  memberOf: ["所属组织", "member of"],
};

// What a relation is called from its object's side. A relation that is not here is shown with an arrow.
const INVERSE = {
  holdsPost: ["任职者", "office holders"],
  memberOf: ["成员", "members"],
  worksAt: ["人员", "staff"],
  locatedIn: ["辖内", "within it"],
  partOf: ["下属", "parts"],
  parentOf: ["父母", "parents"],
  bornIn: ["出生于此", "born here"],
  residesIn: ["居住于此", "residents"],
  studiedAt: ["学生、校友", "students"],
  supports: ["受到支援", "supported by"],
  visited: ["来访者", "visitors"],
  founded: ["创办者", "founders"],
  invests: ["投资方", "investors"],
};

export const KIND_WORD = { PER: "person", ORG: "organization", LOC: "place" };
export const KINDS_WORD = { PER: "people", ORG: "organizations", LOC: "places" };

// What is weighed when two of one name are compared. A reason that is not here is shown by its own name.
export const FEATURES = {
  common_name: ["姓名常见", "a common name"],
  rare_name: ["姓名少见", "a rare name"],
  household_name: ["众所周知的名字", "a name that everybody knows"],
  reprint: ["两篇为同一文章的转载", "one article prints the other"],
  same_publisher: ["同一来源", "same publisher"],
  same_post: ["同一职务", "same post"],
  same_employer: ["同一单位", "same body"],
  same_house: ["同一系统", "divisions of one body"],
  same_territory: ["同一地方任职", "offices of one place"],
  same_title: ["同一头衔", "same title"],
  same_high_office: ["同一要职", "same high office"],
  denied: ["文中否认", "denied in the text"],
  apart_at_once: ["同时在两处任职", "two posts at one time"],
  same_field: ["同一行业", "same field"],
  other_field: ["行业不同", "different fields"],
  neighbouring_field: ["行业相近", "neighbouring fields"],
  kin: ["同一亲属", "same relative"],
  kin_nearby: ["提到同一亲属", "a relative named nearby"],
  same_school: ["同一学校", "same school"],
  body_nearby: ["提到同一机构", "same body named nearby"],
  same_place: ["同一地方", "same place"],
  place_nearby: ["提到同一地方", "same place named nearby"],
  companions: ["提到同样的人", "named with the same people"],
  usual_company: ["与最知名的同名者身边的人一同出现", "named with those around the best known one"],
  usual_scene: ["与最知名的同名者出现在同样的场合", "named where the best known one is"],
  best_known: ["同名者中最知名", "best known of the name"],
  same_region: ["同一地区", "same region"],
  other_region: ["地区不同", "different regions"],
  "other-place": ["所在地不同", "in different places"],
};

// Fields of work, as kg/resolve/fields.toml names them.
export const FIELDS = {
  medicine: ["医疗", "medicine"],
  police: ["公安", "police"],
  court: ["司法", "courts"],
  school: ["教育", "education"],
  business: ["商业", "business"],
  media: ["媒体", "media"],
  government: ["党政", "government"],
  village: ["农村", "village"],
  labour: ["劳动者", "labour"],
  sport: ["体育", "sport"],
  law: ["法律服务", "law"],
};

/** The words of one language: `w("more", {n: 3})`. */
export function wordsFor(language) {
  const column = language === "zh" ? 0 : 1;
  const w = (key, values = {}) => {
    const text = key in TABLE ? TABLE[key][column] : key;
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
  w.language = language;
  w.rule = (rule) => {
    const elsewhere = rule.endsWith("-elsewhere");
    const base = elsewhere ? rule.slice(0, -"-elsewhere".length) : rule;
    if (!(base in RULES)) return rule;
    return RULES[base][column] + (elsewhere ? ["（另一篇）", ", in another article"][column] : "");
  };
  w.predicate = (predicate) => predicate.labels[language] || predicate.labels[""] || predicate.name;
  w.forward = (predicate) =>
    predicate.name in FORWARD ? FORWARD[predicate.name][column] : w.predicate(predicate);
  w.inverse = (predicate) =>
    predicate.symmetric
      ? w.predicate(predicate)
      : predicate.name in INVERSE
        ? INVERSE[predicate.name][column]
        : inverseLabel(predicate) || `← ${w.predicate(predicate)}`;
  // A vocabulary of the user's own names the relation from its other side, or does not.
  const inverseLabel = ({ inverse = {} }) => inverse[language] || inverse[""];
  return w;
}

/** Chinese for a browser that prefers Chinese, English for every other. */
export function languageOf(preferred) {
  return /^zh\b/i.test(preferred || "") ? "zh" : "en";
}
