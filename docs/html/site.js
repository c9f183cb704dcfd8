/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dark or light, and the search. Nothing here is needed to read the pages. */

"use strict";

const page = document.documentElement;
page.classList.add("js");

/* ---- Dark or light: what the reader chose, else what the system says ---- */

function storedTheme() {
  try { return localStorage.getItem("theme"); } catch { return null; }
}

function isDark() {
  return page.dataset.theme
    ? page.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
}

if (storedTheme()) page.dataset.theme = storedTheme();

function changeTheme() {
  page.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", page.dataset.theme);
  } catch { /* a browser may keep nothing for files */ }
}

/* ---- The index, loaded when the search is used first ---- */

let entries = null;             // {title, url, kind, shown, name, text}

function wordsOf(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/* search-index.js calls this. A space in front of each word lets includes()
   find beginnings of words. */
function siteIndex(rows) {
  entries = rows.map(([title, url, kind, shown, text]) => ({
    title, url, kind, shown,
    name: " " + wordsOf(title),
    text: " " + wordsOf(title) + " " + text,
  }));
}

function loadIndex() {
  if (document.querySelector("script.index")) return;
  const script = document.createElement("script");
  script.className = "index";
  script.src = page.dataset.root + "search-index.js";
  script.onload = showResults;
  document.head.append(script);
}

/* ---- Finding ---- */

/* How much each word tells: rare ones more. One that no page has, among many,
   is part of a name in a pasted message. */
function weigh(words) {
  return words.map(word => {
    const n = entries.filter(e => e.text.includes(" " + word)).length;
    const weight = n ? Math.log(1 + entries.length / n)
                     : words.length > 3 ? 0.5 : 3;
    return { word: " " + word, weight };
  });
}

/* 0: not found. A message is pasted with names of files that no page has, so
   of many words not every one must be there, but most of what they tell. */
function score(entry, phrase, weighed, total) {
  let found = 0, points = 0;
  for (const { word, weight } of weighed) {
    if (!entry.text.includes(word)) continue;
    found += weight;
    points += entry.name.includes(word) ? 3 * weight : weight;
  }
  if (found < (weighed.length > 3 ? 0.55 : 1) * total) return 0;
  points *= (found / total) ** 2;
  if (entry.text.includes(" " + phrase)) points += 2 * total;
  if (entry.name.includes(" " + phrase)) points += 4 * total;
  if (entry.name.startsWith(" " + phrase)) points += 4 * total;
  if (entry.name === " " + phrase) points += 20 * total;
  if (entry.kind === "Function") points *= 1.15;
  return points;
}

/* How well each entry answers, 1 being a page that has all words. */
function scores(query) {
  const phrase = wordsOf(query);
  const words = [...new Set(phrase.split(" "))].filter(w => w);
  const weighed = weigh(words);
  const total = weighed.reduce((sum, w) => sum + w.weight, 0);
  return entries.map(entry =>
    words.length ? score(entry, phrase, weighed, total) / total : 0);
}

/* What is "this: and that" is likely a message: the pages of errors come first,
   and its last part, often the system's reason, need not be there. */
function find(query) {
  query = query.replace(/^\s*libguestfs: error: /, "")
               .replace(/^guestfs_(?=.)/, "");
  const cut = query.lastIndexOf(": ");
  const whole = scores(query);
  const part = cut > 0 ? scores(query.slice(0, cut)) : [];
  const found = entries
    .map((entry, i) => ({
      entry,
      points: Math.max(whole[i], part[i] ?? 0) *
        (cut > 0 && entry.url.startsWith("guestfs-errors") ? 3 : 1),
    }))
    .sort((a, b) => b.points - a.points);
  return found
    .filter(r => r.points > found[0].points / 50)
    .slice(0, 20)
    .map(r => r.entry);
}

/* ---- Showing ---- */

let input, results;

function marked(text, words) {
  const out = document.createDocumentFragment();
  words = [...words].sort((a, b) => b.length - a.length);
  const beginning = `(?<![\\p{L}\\p{N}])(${words.join("|")})`;
  for (const piece of text.split(new RegExp(beginning, "iu"))) {
    const hit = words.includes(piece.toLowerCase());
    const node = document.createElement(hit ? "b" : "span");
    node.textContent = piece;
    out.append(node);
  }
  return out;
}

function resultItem(entry, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const kind = document.createElement("span");
  const title = document.createElement("strong");
  const shown = document.createElement("small");
  link.href = page.dataset.root + entry.url;
  kind.className = "kind";
  kind.textContent = entry.kind;
  title.append(marked(entry.title, words));
  shown.append(marked(entry.shown, words));
  link.append(kind, title, shown);
  item.append(link);
  return item;
}

function showResults() {
  const query = input.value.trim();
  results.hidden = query === "";
  if (query === "") return;
  if (!entries) {
    results.replaceChildren();
    loadIndex();
    return;
  }
  const found = find(query);
  const words = wordsOf(query).split(" ").filter(w => w);
  const list = document.createElement("ol");
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  count.textContent = found.length ? `${found.length} found`
                                   : "Nothing was found: try fewer words.";
  list.append(...found.map(entry => resultItem(entry, words)));
  results.replaceChildren(count, list);
}

function closeResults() {
  results.hidden = true;
}

/* ---- Keys: / goes to the search, arrows through what was found ---- */

function moveFocus(step) {
  const stops = [input, ...results.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + step];
  if (at === -1 || !next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const inSearch = event.target === input || results.contains(event.target);
  if (event.key === "/" && event.target.tagName !== "INPUT") {
    event.preventDefault();
    input.focus();
  } else if (event.key === "Escape" && location.hash === "#menu") {
    location.hash = "#main";
  } else if (event.key === "Escape" && !results.hidden) {
    closeResults();
    if (inSearch) input.focus();
  } else if (inSearch && /^Arrow(Down|Up)$/.test(event.key)) {
    event.preventDefault();
    moveFocus(event.key === "ArrowDown" ? 1 : -1);
  }
}

function openFirst(event) {
  event.preventDefault();
  const first = results.querySelector("a");
  if (first && !results.hidden) first.click();
}

/* On a desk there is room for the contents beside the text. */
function openContents() {
  const contents = document.querySelector("details.contents");
  if (contents && matchMedia("(min-width: 76rem)").matches)
    contents.open = true;
}

document.addEventListener("DOMContentLoaded", () => {
  input = document.querySelector(".search input");
  results = document.querySelector(".results");
  document.querySelector(".theme").addEventListener("click", changeTheme);
  document.querySelector(".search").addEventListener("submit", openFirst);
  input.addEventListener("focus", loadIndex);
  input.addEventListener("input", showResults);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", event => {
    const inside = results.contains(event.target) || event.target === input;
    if (!inside || event.target.closest(".results a")) closeResults();
  });
  openContents();
});
