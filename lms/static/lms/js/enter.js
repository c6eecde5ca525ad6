// Enter in a field presses the button of its own section, where one form has several:
// <section data-enter>…<button>…</section>. Without script the form's first button is pressed.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing) return;
  if (!event.target.matches('[data-enter] input:not([type=file])')) return;
  event.preventDefault();
  event.target.closest('[data-enter]').querySelector('button').click();
});
