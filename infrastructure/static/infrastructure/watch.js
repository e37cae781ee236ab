// Ends a live picture with its ten minutes, and says where this browser cannot show it.
const video = document.querySelector("video[data-until]");
const words = document.getElementById("tonton-pesan");
const again = document.createElement("a");
again.href = location.pathname;
again.textContent = "Tonton lagi";

function end(sentence) {
  video.removeAttribute("src");
  video.load();
  video.hidden = true;
  words.replaceChildren(`${sentence} `, again);
}

video.addEventListener("error", () => {
  if (!video.hidden) end("Siaran ini tidak dapat diputar sekarang, atau peramban ini tidak memutar HLS.");
});
setTimeout(() => end("Sepuluh menit sudah lewat."), Math.max(0, new Date(video.dataset.until) - Date.now()));
