// Photos are made smaller on the phone, with a preview: 2.5 MB become about 300 KB. Without script, or
// where a browser cannot, they are sent as they are and made smaller on the server.
const form = document.querySelector("form[data-shrink]");
const input = form && form.querySelector("input[type=file]");

async function shrunk(file, longest, previews) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.className = "preview";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Foto yang dipilih: ${file.name}`);
  previews.append(canvas);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.[^.]*$/, ".jpg"), { type: "image/jpeg" });
}

if (input && window.createImageBitmap && window.DataTransfer) {
  const previews = document.createElement("p");
  previews.className = "previews";
  const told = document.createElement("p");
  told.className = "small";
  told.setAttribute("role", "status");
  input.after(previews, told);
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const before = chosen.reduce((sum, file) => sum + file.size, 0);
    previews.replaceChildren();
    told.textContent = "Foto sedang dikecilkan.";
    try {
      const transfer = new DataTransfer();
      for (const file of chosen) transfer.items.add(await shrunk(file, Number(form.dataset.shrink), previews));
      input.files = transfer.files;
      const after = [...input.files].reduce((sum, file) => sum + file.size, 0);
      const kilobytes = (size) => `${Math.max(1, Math.round(size / 1024))} KB`;
      told.textContent = `Dikecilkan dari ${kilobytes(before)} menjadi ${kilobytes(after)}.`;
    } catch {
      told.textContent = "Foto dikirim seperti adanya.";
    }
  });
}
