// Rows that an answer of the server replaces keep what was typed into them while it was under way, and the cursor.
// <div id="…" data-keep-typed>, exchanged by htmx beside its answer. Hidden fields come from the server.
document.addEventListener('htmx:oobBeforeSwap', ({ detail: { target, fragment } }) => {
  if (!target.matches('[data-keep-typed]')) return;
  for (const field of target.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const next = fragment.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (next) next.value = field.value;
  }
  const { name } = document.activeElement ?? {};
  if (!name || !target.contains(document.activeElement)) return;
  document.addEventListener('htmx:oobAfterSwap', () => document.getElementsByName(name)[0]?.focus(), { once: true });
});
