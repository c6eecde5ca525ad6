// An answer that does not come, or is none of ours, is said where answers stand; what was typed stays in the form.
// <template data-unanswered="id">what is said</template>, and the element of that id, both in the page.
for (const event of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(event, ({ detail }) => {
    const text = document.querySelector('[data-unanswered]');
    const place = text && document.getElementById(text.dataset.unanswered);
    if (!place) return;
    place.replaceChildren(text.content.cloneNode(true));
    if (detail.target === place) place.scrollIntoView();
  });
}
