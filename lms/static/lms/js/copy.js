// Copies a text of the page: <button data-copy="#selector" data-copied="Copied" hidden>. Without script there is no button.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.querySelector('span').textContent = button.dataset.copied;
  });
}
