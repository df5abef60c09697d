"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const chunks = [...find("list").children];
  const rows = chunks.flatMap((chunk) => [...chunk.children]);
  const texts = rows.map((row) => row.querySelector(".text").textContent);
  const folded = texts.map((text) => text.toLowerCase());
  const labels = rows.map((row) => row.dataset.label);
  const kept = rows.map((row) => row.classList.contains("kept"));
  const place = new Map(rows.map((row, index) => [row, index]));
  const marked = new Set();
  const keeps = (index) => kept[index] !== marked.has(index);

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);

  // --- why: the contributions of a block

  const term = (name, value, longest) => {
    const row = element("tr");
    const head = element("th", name);
    head.scope = "row";
    const bar = element("i", "", value < 0 ? "against" : "for");
    bar.style.width = `${(100 * Math.abs(value)) / longest}%`;
    const cell = element("td", "", "bar");
    cell.append(bar);
    row.append(head, cell, element("td", signed(value)));
    return row;
  };

  const draw = (index) => {
    const parts = data.terms[index];
    const terms = [];
    for (let at = 0; at < parts.length; at += 2) terms.push([data.features[parts[at]], parts[at + 1]]);
    const others = data.scores[index] - data.bias - terms.reduce((sum, [, value]) => sum + value, 0);
    const longest = Math.max(...terms.map(([, value]) => Math.abs(value)), 1);
    const table = element("table", undefined, "terms");
    table.append(element("caption", `bias ${signed(data.bias)}, others ${signed(others)}, sum ${signed(data.scores[index])}`));
    for (const [name, value] of terms) table.append(term(name, value, longest));
    rows[index].append(table);
  };

  // --- a row's button and chart are made when its chunk comes near the view: there may be thousands

  const furnish = (index) => {
    const row = rows[index];
    if (row.dataset.furnished || !data.lines[index]) return; // a block that was not read has nothing to tell
    row.dataset.furnished = "";
    const button = element("button", kept[index] ? "should be dropped" : "should be kept", "mark");
    button.type = "button";
    button.setAttribute("aria-pressed", marked.has(index));
    row.querySelector(".verdict").append(button);
    draw(index);
  };
  const furnishAll = () => rows.forEach((_, index) => furnish(index));
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      for (const row of target.children) furnish(place.get(row));
    }
  }, { rootMargin: "50%" });

  // --- marks

  const mark = (index) => {
    if (!data.lines[index]) return;
    furnish(index);
    if (!marked.delete(index)) marked.add(index);
    rows[index].querySelector(".mark").setAttribute("aria-pressed", marked.has(index));
    rows[index].classList.toggle("marked", marked.has(index));
    find("marks").textContent = marked.size ? `${marked.size} of ${rows.length} blocks` : "nothing";
  };

  // --- what is shown

  const show = () => {
    const verdict = find("verdict").value;
    const label = find("label").value;
    const words = find("search").value.toLowerCase();
    const menus = !find("menus").checked;
    const verdicts = { "": () => true, kept: (at) => kept[at], dropped: (at) => !kept[at], marked: (at) => marked.has(at) };
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = verdicts[verdict](at) && (!label || labels[at] === label) && folded[at].includes(words);
      row.hidden = !(fits && (menus || !row.classList.contains("menu")));
      shown += !row.hidden;
    });
    for (const chunk of chunks) chunk.hidden = [...chunk.children].every((row) => row.hidden);
    find("shown").textContent = `${shown} of ${rows.length} blocks`;
  };

  // --- moving about

  const at = () => place.get(document.activeElement.closest("li")) ?? -1;
  const go = (index) => {
    rows[index].tabIndex = -1;
    rows[index].focus({ preventScroll: true });
    rows[index].scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    let index = at() + by;
    while (rows[index]?.hidden) index += by;
    if (rows[index]) go(index);
  };
  const isDroppedInside = (row) => row.matches(".dropped.inner") && !row.hidden;
  const jump = () => {
    const below = rows.findIndex((row, index) => index > last && isDroppedInside(row));
    last = below < 0 ? rows.findIndex(isDroppedInside) : below;
    if (last >= 0) go(last);
  };
  let last = -1;

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    d: jump,
    "/": () => find("search").focus(),
    m: () => at() >= 0 && mark(at()),
  };
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };

  // --- the corrected fixture

  const joint = (above, below) => {
    if (above < 0) return "";
    if (above === below - 1) return data.joints[below];
    return data.lines[above] === data.lines[below] ? " " : "\n\n";
  };
  const corrected = () => {
    let text = "";
    let above = -1;
    texts.forEach((words, index) => {
      if (!keeps(index)) return;
      text += joint(above, index) + words;
      above = index;
    });
    return text.trim();
  };
  const expected = () => {
    const made = { ...data.expected, why: find("why").value.trim() };
    made.article = { ...made.article, text: corrected() };
    if (data.suffix === ".txt") {
      made.labels = labels.map((label, index) => (marked.has(index) ? (keeps(index) ? "body" : "boilerplate") : label));
    }
    return JSON.stringify(made, null, 2) + "\n";
  };
  const page = () => {
    const bytes = Uint8Array.from(atob(data.source), (character) => character.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).blob();
  };
  const save = async (suffix, content) => {
    if (!find("files").reportValidity()) return;
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([await content()], { type: "application/octet-stream" }));
    link.download = find("name").value + suffix;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  // --- begin

  for (const chunk of chunks) watcher.observe(chunk);
  find("name").value = data.name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  addEventListener("beforeprint", furnishAll);
  find("list").addEventListener("click", ({ target }) => {
    if (target.matches(".mark")) mark(place.get(target.closest("li")));
  });
  find("tools").addEventListener("input", show);
  for (const form of [find("tools"), find("files")]) form.addEventListener("submit", (event) => event.preventDefault());
  find("jump").addEventListener("click", jump);
  find("jump").disabled = !rows.some(isDroppedInside);
  find("save-page").addEventListener("click", () => save(data.suffix, page));
  find("save-expected").addEventListener("click", () => save(".json", expected));
  document.addEventListener("keydown", press);
  find("tools").hidden = find("correct").hidden = false;
  show();
})();
