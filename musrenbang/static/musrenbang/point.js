// The map of the form: a point by tap or by the phone's location. The two fields below it work alone.
const box = document.getElementById("peta-titik");
const lat = document.querySelector("[name=latitude]");
const lng = document.querySelector("[name=longitude]");
if (box && window.L) {
  const css = getComputedStyle(document.documentElement);
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.5 });
  let marker = null;
  const put = (at, move) => {
    marker = marker ? marker.setLatLng(at) : L.circleMarker(at, { radius: 9, color: css.getPropertyValue("--paper"), weight: 2, fillColor: css.getPropertyValue("--act"), fillOpacity: 1 }).addTo(map);
    lat.value = at.lat.toFixed(6);
    lng.value = at.lng.toFixed(6);
    if (move) map.setView(at, 17);
  };
  map.on("click", (event) => put(event.latlng, false));
  fetch(box.dataset.outline)
    .then((answer) => answer.json())
    .then((outline) => {
      const layer = L.geoJSON(outline, { interactive: false, style: { color: css.getPropertyValue("--brand"), weight: 3, fillOpacity: 0.05 } }).addTo(map);
      map.fitBounds(layer.getBounds());
      const [a, b] = [lat, lng].map((f) => Number(f.value.trim().replace(",", ".") || NaN));
      if (Number.isFinite(a) && Number.isFinite(b)) put(L.latLng(a, b), false);
    });
  const word = document.getElementById("lokasi-pesan");
  document.getElementById("lokasi-hp").addEventListener("click", () => {
    if (!navigator.geolocation) {
      word.textContent = "HP ini tidak memberi lokasi. Ketuk peta, atau lewati.";
      return;
    }
    word.textContent = "Mencari lokasi …";
    navigator.geolocation.getCurrentPosition(
      (found) => {
        put(L.latLng(found.coords.latitude, found.coords.longitude), true);
        word.textContent = `Lokasi ditemukan, ketelitian ${Math.round(found.coords.accuracy)} meter.`;
      },
      () => (word.textContent = "Lokasi tidak diizinkan. Ketuk peta, atau lewati."),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
