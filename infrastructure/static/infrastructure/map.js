// The map of the inventory: layers as GeoJSON on a canvas, areas as the ground, and a polygon that
// is drawn by mouse, finger or keys. Without this script the list below does the same.
document.documentElement.classList.add("js"); // the map measures itself: it must be seen by now
const box = document.getElementById("peta");
const word = document.getElementById("peta-pesan");
const sheet = getComputedStyle(document.documentElement);
const known = new Map(); // asked once: two thousand cameras ask for the same three
const colour = (name) => {
  if (!known.has(name)) known.set(name, sheet.getPropertyValue(`--${name}`).trim());
  return known.get(name);
};
const map = L.map(box, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5, minZoom: 9, maxZoom: 19 });
map.zoomControl.setPosition("topright");
// where the server knows what will be there, nothing waits for the ground
const begin = box.dataset.bounds?.split(",").map(Number);
if (begin) map.fitBounds([[begin[1], begin[0]], [begin[3], begin[2]]], { padding: [24, 24], maxZoom: 17 });
else map.setView([0, 0], 9);

// ---- the ground: our own areas, no tiles from elsewhere ---------------------------------------

const ground = L.geoJSON(null, { interactive: false, style: groundStyle });
const names = L.layerGroup();

function groundStyle({ properties }) {
  const district = properties.kecamatan;
  return {
    color: colour("muted"), weight: district ? 1.5 : 0.5, opacity: district ? 0.8 : 0.5,
    fillColor: colour("sand"), fillOpacity: district ? 0 : 0.45,
  };
}

async function loadGround() {
  const areas = await fetchJson(box.dataset.ground);
  ground.addData(areas);
  ground.addTo(map).bringToBack();
  ground.eachLayer((layer) => {
    const { nama, kecamatan } = layer.feature.properties;
    if (!kecamatan) return;
    const icon = L.divIcon({ className: "area-name", html: "", iconSize: null });
    const mark = L.marker(layer.getBounds().getCenter(), { icon, interactive: false, keyboard: false });
    mark.on("add", () => { mark.getElement().textContent = nama; });
    names.addLayer(mark);
  });
  names.addTo(map);
  if (!begin && ground.getLayers().length) map.fitBounds(ground.getBounds(), { padding: [8, 8] });
  showNames();
}

// a name that would lie on another one waits until the map is nearer
function showNames() {
  const taken = [];
  names.eachLayer((mark) => {
    const element = mark.getElement();
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const free = taken.every((other) => right < other.left || left > other.right || bottom < other.top || top > other.bottom);
    element.style.visibility = free ? "" : "hidden";
    if (free) taken.push({ left, right, top, bottom });
  });
}
map.on("zoomend", showNames);

async function fetchJson(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// ---- layers ------------------------------------------------------------------------------------

const looks = {
  lokasi: () => ({ radius: 5, color: colour("paper"), weight: 1.5, fillColor: colour("brand"), fillOpacity: 1 }),
  kamera: (feature) => (feature?.properties.tersambung === false
    ? { radius: 4, color: colour("muted"), weight: 2, dashArray: "2 2", fillColor: colour("paper"), fillOpacity: 1 }
    : { radius: 4, color: colour("act"), weight: 2, fillColor: colour("paper"), fillOpacity: 1 }),
  wifi: () => ({ radius: 4, color: colour("good"), weight: 2, fillColor: colour("good"), fillOpacity: 0.4 }),
  tiang: () => ({ radius: 3, color: colour("ink"), weight: 1, fillColor: colour("muted"), fillOpacity: 1 }),
  otdr: (feature) => (feature?.geometry.type === "Point"
    ? { radius: 8, color: colour("stop"), weight: 4, fillColor: colour("paper"), fillOpacity: 1 }
    : { color: colour("brand"), weight: 4, opacity: 0.9 }),
  ruas: () => ({ color: colour("brand"), weight: 3, opacity: 0.9 }),
};
const layers = new Map();

for (const tick of document.querySelectorAll("[data-layer]")) {
  const code = tick.dataset.layer;
  const shown = L.geoJSON(null, {
    style: looks[code],
    pointToLayer: (feature, place) => L.circleMarker(place, looks[code](feature)),
    onEachFeature: (_feature, layer) => layer.on("click", tell),
  });
  layers.set(code, { tick, shown, url: tick.dataset.url, loaded: false, partial: false });
  tick.addEventListener("change", () => show(code));
}

async function show(code, again = false) {
  const layer = layers.get(code);
  if (!layer.tick.checked) return layer.shown.remove();
  if (!layer.loaded || again) {
    layer.loaded = true;
    const joined = layer.url.includes("?") ? "&" : "?";
    const part = again ? `${joined}bbox=${map.getBounds().toBBoxString()}` : "";
    try {
      const found = await fetchJson(layer.url + part);
      layer.partial = found.terpotong || layer.partial;
      layer.shown.clearLayers().addData(found);
      word.textContent = found.terpotong ? "Terlalu banyak untuk sekali tampil. Perbesar peta untuk melihat semuanya." : "";
    } catch {
      layer.loaded = false;
      word.textContent = "Sebagian isi peta belum dapat dimuat. Daftar di bawah tetap lengkap.";
    }
  }
  layer.shown.addTo(map);
  performance.mark(`layer-${code}`);
  return arrange();
}

// lines below points, so that a site at the end of a line can be tapped
function arrange() {
  for (const code of ["tiang", "wifi", "kamera", "lokasi"]) layers.get(code)?.shown.bringToFront();
  sketch.bringToFront();
}

map.on("moveend", () => layers.forEach((layer, code) => layer.partial && layer.tick.checked && show(code, true)));

function tell(event) {
  if (drawing) return;
  const { kode, nama, jenis, tersambung } = event.target.feature.properties;
  const link = document.createElement("a");
  link.href = box.dataset.asset.replace("_kode_", encodeURIComponent(kode));
  link.textContent = kode;
  const text = document.createElement("p");
  text.append(link, nama ? ` ${nama}` : "", document.createElement("br"), jenis);
  if (tersambung === false) text.append(document.createElement("br"), "Terdaftar, tidak tersambung");
  L.popup({ closeButton: true }).setLatLng(event.latlng).setContent(text).openOn(map);
}

// ---- what cameras see, from near ----------------------------------------------------------------

const NEAR_ENOUGH = 16;
const views = L.geoJSON(null, { interactive: false, style: viewStyle });
let asked = 0;

function viewStyle() {
  return { color: colour("act"), weight: 1, opacity: 0.7, fillColor: colour("act"), fillOpacity: 0.15 };
}

async function showViews() {
  if (map.getZoom() < NEAR_ENOUGH) return views.clearLayers().remove();
  const mine = ++asked;
  try {
    const found = await fetchJson(`${box.dataset.sectors}?bbox=${map.getBounds().toBBoxString()}`);
    if (mine === asked && map.getZoom() >= NEAR_ENOUGH) views.clearLayers().addData(found).addTo(map).bringToBack();
  } catch {
    word.textContent = "Arah pandang belum dapat dimuat. Letak kameranya tetap tampil.";
  }
  return undefined;
}
if (box.dataset.sectors) map.on("moveend", showViews);

// ---- the polygon -------------------------------------------------------------------------------

const MOST = 200; // as the server counts
const NEAR = 16; // pixels from the first corner that close the area
const field = document.querySelector("[name=poligon]");
const tools = document.getElementById("gambar");
const said = document.getElementById("gambar-pesan");
const sketch = L.featureGroup().addTo(map);
const middle = document.createElement("div"); // marks the middle of the map while drawing
middle.className = "middle";
middle.hidden = true;
box.append(middle);
let corners = [];
let drawing = false;

const button = (name) => tools.querySelector(`[data-draw=${name}]`);

function paint() {
  sketch.clearLayers();
  const line = { color: colour("act"), weight: 3, dashArray: "6 4", fillColor: colour("act"), fillOpacity: 0.15, interactive: false };
  const whole = !drawing && corners.length >= 3;
  if (whole) sketch.addLayer(L.polygon(corners, line));
  else if (corners.length > 1) sketch.addLayer(L.polyline(corners, { ...line, fill: false }));
  if (drawing) {
    corners.forEach((corner, n) => sketch.addLayer(L.circleMarker(corner, {
      radius: n ? 4 : 7, color: colour("act"), weight: 2, fillColor: colour("paper"), fillOpacity: 1, interactive: false,
    })));
  }
  box.classList.toggle("drawing", drawing);
  middle.hidden = !drawing;
  if (!tools) return;
  button("start").hidden = drawing;
  button("add").hidden = !drawing;
  button("undo").hidden = !drawing || !corners.length;
  button("close").hidden = !drawing || corners.length < 3;
  button("clear").hidden = !corners.length;
}

function write() {
  const ring = corners.map(({ lat, lng }) => [Number(lng.toFixed(6)), Number(lat.toFixed(6))]);
  field.value = ring.length ? JSON.stringify({ type: "Polygon", coordinates: [[...ring, ring[0]]] }) : "";
}

function add(place) {
  if (corners.length >= MOST) {
    said.textContent = `Paling banyak ${MOST} titik. Tutup area ini.`;
    return;
  }
  corners.push(place);
  said.textContent = corners.length < 3 ? `${corners.length} titik. Perlu paling sedikit tiga.`
    : `${corners.length} titik. Ketuk titik pertama atau tekan Tutup area.`;
  paint();
}

function tap({ latlng }) {
  if (!drawing) return;
  const first = corners.length >= 3 && map.latLngToContainerPoint(corners[0]);
  if (first && first.distanceTo(map.latLngToContainerPoint(latlng)) <= NEAR) acts.close();
  else add(latlng);
}

const acts = {
  start() {
    corners = [];
    field.value = "";
    drawing = true;
    map.closePopup();
    map.doubleClickZoom.disable();
    said.textContent = "Ketuk sudut pertama di peta.";
    paint();
    button("add").focus({ preventScroll: true });
  },
  add() { add(map.getCenter()); },
  undo() {
    corners.pop();
    said.textContent = `${corners.length} titik.`;
    paint();
    if (!corners.length) button("add").focus({ preventScroll: true });
  },
  close() {
    drawing = false;
    map.doubleClickZoom.enable();
    write();
    said.textContent = `Area dengan ${corners.length} titik siap. Tekan Hitung dampak.`;
    paint();
    button("start").focus({ preventScroll: true });
  },
  clear() {
    corners = [];
    drawing = false;
    map.doubleClickZoom.enable();
    write();
    said.textContent = "Area dihapus.";
    paint();
    button("start").focus({ preventScroll: true });
  },
};

// what was drawn or pasted before; what cannot be read is left for the server to say
function readBack() {
  try {
    const given = JSON.parse(field.value);
    const shape = given.features?.[0]?.geometry ?? given.geometry ?? given;
    corners = shape.coordinates[0].slice(0, -1).map(([lng, lat]) => L.latLng(lat, lng));
  } catch {
    corners = [];
  }
  drawing = false;
  paint();
}

if (tools) {
  map.on("click", tap);
  tools.addEventListener("click", (event) => acts[event.target.dataset.draw]?.());
  field.addEventListener("change", readBack);
  if (field.value) readBack();
}

// ---- begin -------------------------------------------------------------------------------------

function repaint() {
  known.clear();
  ground.setStyle(groundStyle);
  layers.forEach(({ shown }, code) => shown.setStyle((feature) => looks[code](feature)));
  views.setStyle(viewStyle);
  paint();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

async function lay() {
  try {
    await loadGround();
  } catch {
    word.textContent = "Dasar peta belum dapat dimuat. Daftar di bawah tetap lengkap.";
  }
}
const all = () => Promise.all([...layers.keys()].map((code) => show(code)));
if (begin) await all().then(lay);
else await lay().then(all);
if (!begin && !ground.getLayers().length) {
  const seen = L.featureGroup([...layers.values()].map(({ shown }) => shown)).getBounds();
  if (seen.isValid()) map.fitBounds(seen, { padding: [24, 24] });
}
if (box.dataset.sectors) await showViews();
box.dataset.ready = "1";
