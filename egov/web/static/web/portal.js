// Small helps. Every page works without them.
document.documentElement.classList.add("js");

// the error summary is read first
document.querySelector(".summary")?.focus();

const rupiah = (n) => "Rp\u00a0" + Math.round(n).toLocaleString("id-ID");
const read = (text) => {
  const t = text.trim().replace(/\s/g, "");
  if (t.includes(",")) return Number(t.replaceAll(".", "").replace(",", "."));
  if (/^[1-9]\d*(\.\d{3})+$/.test(t)) return Number(t.replaceAll(".", ""));
  return Number(t);
};

// volume x unit price, live
const priced = document.querySelector("form[data-price]");
if (priced) {
  const out = document.getElementById("biaya");
  const field = priced.querySelector("[name=volume]");
  const sides = [...priced.querySelectorAll("[name=length], [name=width]")];
  const show = () => {
    const area = sides.length === 2 ? read(sides[0].value) * read(sides[1].value) : 0;
    const volume = field.value.trim() ? read(field.value) : area;
    const strong = document.createElement("strong");
    strong.textContent = volume > 0 ? rupiah(volume * Number(priced.dataset.price)) : "belum dihitung";
    out.replaceChildren(strong);
  };
  for (const each of [field, ...sides]) each.addEventListener("input", show);
  show();
}

// what is being typed is kept on the server, never in the browser
const kept = document.querySelector("form[data-autosave]");
if (kept) {
  const word = document.getElementById("tersimpan");
  let timer = 0;
  kept.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const body = new FormData(kept);
      try {
        const answer = await fetch(kept.dataset.autosave, { method: "POST", body });
        word.textContent = answer.ok ? `Draf tersimpan ${await answer.text()}.` : "Draf belum tersimpan. Tekan Lanjutkan untuk menyimpan.";
      } catch {
        word.textContent = "Sambungan terputus. Draf disimpan saat Anda menekan Lanjutkan.";
      }
    }, 1500);
  });
}

// where there is room, the filters stand open
if (matchMedia("(min-width: 56rem)").matches) document.querySelector(".filters details")?.setAttribute("open", "");

// a second tap on a sending button does nothing
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

// paper has no buttons: what is folded is unfolded while printing
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open], .pdf)").forEach((d) => { d.open = true; d.dataset.printed = ""; }));
addEventListener("afterprint", () => document.querySelectorAll("details[data-printed]").forEach((d) => { d.open = false; delete d.dataset.printed; }));

// what only a script can do: the paper, and the address to hand on
document.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", () => print()));
document.querySelectorAll("[data-copy]").forEach((b) => b.addEventListener("click", async () => {
  await navigator.clipboard.writeText(b.dataset.copy);
  b.textContent = "Tersalin";
}));

// words that titles begin with, under the box of the search
const box = document.querySelector("input[data-suggest]");
if (box) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-saran`;
  box.after(list);
  box.setAttribute("list", list.id);
  let asked = "";
  box.addEventListener("input", async () => {
    const typed = box.value.trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      const words = answer.ok ? (await answer.json()).saran : [];
      if (box.value.trim() !== typed) return;
      list.replaceChildren(...words.map((word) => Object.assign(document.createElement("option"), { value: word })));
    } catch {
      list.replaceChildren();
    }
  });
}
