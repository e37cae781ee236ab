// The desk's page of one proposal. It works without this, through ?keputusan=.
const form = document.querySelector("form[data-decision]");
const number = (n) => n.toLocaleString("id-ID", { maximumFractionDigits: 2 });
const rupiah = (n) => `Rp\u00a0${number(n)}`;
const read = (text) => {
  const t = text.replace(/\s/g, "");
  if (t.includes(",")) return Number(t.replaceAll(".", "").replace(",", "."));
  return Number(/^[1-9]\d{0,2}(\.\d{3})+$/.test(t) ? t.replaceAll(".", "") : t);
};

// the fields of the outcome that is chosen; what was typed in the others stays
const choose = (link) => {
  const outcome = link.dataset.choose;
  form.elements.namedItem("outcome").value = outcome;
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(outcome);
  for (const other of document.querySelectorAll("[data-choose]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const word = form.querySelector("[data-word]");
  word.textContent = link.textContent.trim();
  form.hidden = false;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
  (fields.find((field) => field.offsetParent) ?? word).focus();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-choose]");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link);
});

// price x volume, and what changes; the server reckons all the same
const volume = form?.elements.namedItem("volume");
const cost = form?.elements.namedItem("cost");
if (volume && cost) {
  const price = Number(form.dataset.price);
  const before = { volume: Number(form.dataset.volume), cost: Number(form.dataset.cost) };
  const help = document.getElementById("id_cost_helptext");
  const told = form.querySelector("[data-difference]");
  const step = (n, unit) => `${n > 0 ? "+" : "-"}${number(Math.abs(n))} ${unit}`;
  let follows = true; // until the cost is typed
  const show = () => {
    const v = read(volume.value);
    const counted = Math.round((Math.round(v * 100) * price) / 100);
    const known = volume.value.trim() && v > 0;
    if (known && follows) cost.value = number(counted);
    const c = read(cost.value);
    const rest = known && c === counted ? "Kosong: dihitung dari volume." : "Biaya di isian ini berbeda dari hitungan itu.";
    if (known) help.textContent = `${rupiah(price)} x ${number(v)} ${form.dataset.unit} = ${rupiah(counted)}. ${rest}`;
    const same = !known || !c || (v === before.volume && c === before.cost);
    told.textContent = same ? "tidak ada perubahan" : `${step(v - before.volume, form.dataset.unit)}, ${step(c - before.cost, "rupiah")}`;
  };
  volume.addEventListener("input", show);
  cost.addEventListener("input", () => {
    follows = !cost.value.trim();
    show();
  });
}

// one press, one decision: neither the second tap, nor one that was meant for the page before
const opened = performance.now();
for (const each of document.querySelectorAll(".proposal form[method=post], .messagelist form")) {
  each.addEventListener("submit", (event) => {
    const hasty = "atOnce" in each.dataset && performance.now() - opened < 300;
    if (hasty || each.dataset.sent) event.preventDefault();
    else each.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((each) => delete each.dataset.sent));

// keys, told on the page; they can be turned off, and are while something is typed
const keys = document.querySelector("[data-keys]");
const OFF = "keys-off";
const typed = "input:not([type=hidden], [type=radio], [type=checkbox], [type=submit]), select, textarea";
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (!form || form.hidden) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typed) || localStorage.getItem(OFF)) return;
  document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});
if (keys) {
  const button = keys.querySelector("[data-keys-off]");
  const say = () => (button.textContent = localStorage.getItem(OFF) ? "Hidupkan" : "Matikan");
  button.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    say();
  });
  say();
  keys.hidden = false;
}
