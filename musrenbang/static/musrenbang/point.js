// The point of a proposal: where the phone is, by its button only, or a tap on the map.
// Without this script the two fields below do the same.
const map = document.getElementById("peta-titik");
const [lat, lng] = ["latitude", "longitude"].map((name) => document.querySelector(`[name=${name}]`));
const word = document.getElementById("lokasi-pesan");
const tapped = document.getElementById("ketukan"); // under the map: what stands above must not move it
const button = document.getElementById("lokasi-saya");
const remove = document.getElementById("hapus-titik");

// the edges of the map in degrees; within a city they are as good as straight
const edge = (name) => Number(map.dataset[name]);

function draw() {
  const [a, b] = [lat, lng].map((field) => parseFloat(field.value.trim().replace(",", ".")));
  const known = Number.isFinite(a) && Number.isFinite(b);
  remove.hidden = !known;
  if (!map) return true;
  const { width, height } = map.viewBox.baseVal;
  const x = ((b - edge("west")) / (edge("east") - edge("west"))) * width;
  const y = ((edge("north") - a) / (edge("north") - edge("south"))) * height;
  const seen = known && x >= 0 && x <= width && y >= 0 && y <= height;
  const spot = map.querySelector(".spot");
  spot.toggleAttribute("hidden", !seen);
  if (seen) {
    spot.setAttribute("cx", x);
    spot.setAttribute("cy", y);
  }
  return seen;
}

function put(a, b) {
  lat.value = a.toFixed(6);
  lng.value = b.toFixed(6);
  return draw();
}

// as people say it: to five metres near by, then to ten, hundred, and whole kilometres
function about(metres) {
  if (metres >= 1000) return `${Math.round(metres / 1000)} kilometer`;
  const step = metres < 50 ? 5 : metres < 200 ? 10 : 100;
  return `${Math.max(step, Math.round(metres / step) * step)} meter`;
}

const instead = map ? "Ketuk peta, atau lewati langkah ini." : "Isi koordinatnya, atau lewati langkah ini.";
const faults = {
  1: `Browser tidak mengizinkan portal membaca lokasi. Buka izin lokasi untuk alamat ini di pengaturan browser, lalu tekan lagi. ${instead}`,
  2: `HP Anda belum tahu lokasinya. Nyalakan lokasi (GPS), lalu tekan lagi. ${instead}`,
  3: `Lokasi belum didapat setelah 15 detik. Coba di tempat terbuka, lalu tekan lagi. ${instead}`,
};

function located({ coords }) {
  const seen = put(coords.latitude, coords.longitude);
  const exact = `Titik ditandai di lokasi Anda, teliti sampai kira-kira ${about(coords.accuracy)}.`;
  const rough = coords.accuracy >= 200 ? " Itu kurang teliti: coba lagi di tempat terbuka." : "";
  const beside = seen ? "" : " Titik itu di luar peta ini: periksa apakah RW yang dipilih benar.";
  word.textContent = exact + rough + beside;
}

button.addEventListener("click", () => {
  if (!navigator.geolocation) {
    word.textContent = faults[2];
    return;
  }
  word.textContent = "Mencari lokasi …";
  navigator.geolocation.getCurrentPosition(located, (fault) => (word.textContent = faults[fault.code]), {
    enableHighAccuracy: true,
    timeout: 15000,
  });
});

map?.addEventListener("click", (event) => {
  const { width, height } = map.viewBox.baseVal;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const [right, down] = [at.x / width, at.y / height];
  put(edge("north") + down * (edge("south") - edge("north")), edge("west") + right * (edge("east") - edge("west")));
  word.textContent = "";
  tapped.textContent = map.dataset.official
    ? "Titik ditandai di peta."
    : "Titik ditandai. Peta ini skema, jadi letaknya bisa meleset beberapa ratus meter.";
});

remove.addEventListener("click", () => {
  lat.value = lng.value = "";
  word.textContent = "Titik dihapus.";
  draw();
});

[lat, lng].forEach((field) => field.addEventListener("input", draw));
draw();
