// The queue: a row's decision without leaving the place, ticks, and keys. It works without this.
const lists = document.querySelectorAll("[data-rows]");
const rows = () => [...document.querySelectorAll("[data-rows] > tr[id]")];
const QUIET = 300; // ms in which a second tap means the row that is gone

let calm = 0;

const focusOn = (row) => {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

// what is still to do, above the list; "lebih dari" stays as it is
const number = (n) => n.toLocaleString("id-ID");
const count = (step, cost) => {
  const many = document.querySelector("[data-count]");
  const sum = document.querySelector("[data-sum]");
  if (!many || !sum) return;
  many.dataset.count = Number(many.dataset.count) + step;
  sum.dataset.sum = Number(sum.dataset.sum) + step * Number(cost);
  many.textContent = number(Number(many.dataset.count));
  sum.textContent = `Rp\u00a0${number(Number(sum.dataset.sum))}`;
};

// the row becomes a line that says what was done; the next one is where one goes on
const told = (row, html) => {
  const next = rows()[rows().indexOf(row) + 1];
  const line = document.createElement("tr");
  line.className = "told";
  line.dataset.cost = row.dataset.cost;
  count(row.matches(".told") ? 1 : -1, row.dataset.cost);
  const cell = line.insertCell();
  cell.colSpan = row.cells.length;
  cell.setAttribute("role", "status");
  cell.innerHTML = html; // the portal's own template, escaped there
  const wasFocused = row.contains(document.activeElement);
  row.replaceWith(line);
  calm = performance.now() + QUIET;
  if (wasFocused) focusOn(next);
};

const refused = (row, sentence) => {
  const box = row.querySelector(".refused");
  box.hidden = false;
  box.textContent = sentence;
};

const act = async (button) => {
  const row = button.closest("tr");
  const form = button.form;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  body.set(button.name, button.value);
  const seen = row.querySelector("input[name^=seen_]");
  if (seen) body.set(seen.name, seen.value);
  row.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const text = await answer.text();
    if (answer.ok && !answer.redirected) return told(row, text);
    if (answer.redirected || answer.headers.get("X-Row") === null) return location.reload();
    refused(row, text);
  } catch {
    refused(row, "Tidak tersambung. Periksa sambungan, lalu tekan lagi.");
  }
  row.removeAttribute("aria-busy");
};

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-in-row]")) return;
  event.preventDefault();
  if (button.closest("[aria-busy]") || performance.now() < calm) return;
  act(button);
});

// all ticks of the page at once
for (const all of document.querySelectorAll("[data-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const tick of all.form.querySelectorAll("input[name=_selected_action]")) tick.checked = all.checked;
  });
}

// keys: told on the page, only while a row has the focus (or nothing has, for the first j)
for (const words of document.querySelectorAll("[data-keys]")) words.hidden = !matchMedia("(hover: hover)").matches;
const typing = "input:not([type=checkbox]), select, textarea, [contenteditable]";
document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  if (!lists.length || at.matches(typing) || event.altKey || event.metaKey) return;
  const row = at.closest("[data-rows] > tr");
  if (event.ctrlKey) {
    const bulk = document.querySelector("[data-bulk] button");
    const ticked = document.querySelector("input[name=_selected_action]:checked");
    if (event.key !== "Enter" || !bulk || !ticked) return;
    event.preventDefault();
    bulk.form.requestSubmit(bulk);
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (step && (row || at === document.body)) {
    event.preventDefault();
    const all = rows();
    focusOn(row ? all[all.indexOf(row) + step] : all[0]);
    return;
  }
  const button = row && !event.repeat && /^[tbx]$/.test(event.key) && row.querySelector(`[data-key=${event.key}]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
