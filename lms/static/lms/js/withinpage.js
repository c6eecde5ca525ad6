// A form that is sent within its page, by htmx: <form data-within-page="id"> says where answers stand (hx-target).
// Marks of former faults go when it is sent, the first fault of the answer gets the focus (or the field that helps: autofocus), and an answer that does not
// come, or is none of ours, is said with <template data-unanswered="401 403"> or, for all others, data-unanswered="".
// What was typed stays.
{
  const formOf = (element) => element?.closest?.('form[data-within-page]');
  const isSent = ({ elt, target }) => formOf(elt) && target.id === formOf(elt).dataset.withinPage;

  // Whoever signed in again in another window has another token since.
  document.addEventListener('htmx:configRequest', ({ detail }) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (!token || !formOf(detail.elt)) return;
    detail.headers['X-CSRFToken'] = token;
    detail.parameters.csrfmiddlewaretoken = token;
    for (const field of document.querySelectorAll('[name=csrfmiddlewaretoken]')) field.value = token;
  });

  document.addEventListener('htmx:beforeRequest', ({ detail }) => {
    if (!isSent(detail)) return;
    const form = formOf(detail.elt);
    for (const mark of form.querySelectorAll('.field__error, .error-summary')) mark.remove();
    for (const field of form.querySelectorAll('.field--bad')) field.classList.remove('field--bad');
    for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  });

  // An answer of ours names its place, and is shown whatever its status.
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    if (!detail.xhr.getResponseHeader('HX-Retarget')) return;
    detail.shouldSwap = true;
    detail.isError = false;
  });

  // Also of a page that came as a whole: a file is not sent within it.
  const lead = () => (document.querySelector('[aria-invalid][autofocus]') ?? document.querySelector('.error-summary'))?.focus();
  if (document.querySelector('form[data-within-page] .error-summary')) lead();

  document.addEventListener('htmx:afterSettle', ({ detail }) => {
    if (detail.xhr?.getResponseHeader('HX-Retarget')) lead();
  });

  for (const event of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(event, ({ detail }) => {
      const form = formOf(detail.elt);
      if (!form) return;
      const texts = [...form.querySelectorAll('[data-unanswered]')];
      const status = String(detail.xhr?.status ?? '');
      const text = texts.find((one) => one.dataset.unanswered.split(' ').includes(status)) ?? texts.at(-1);
      const place = document.getElementById(form.dataset.withinPage);
      place.replaceChildren(text.content.cloneNode(true));
      if (isSent(detail)) place.scrollIntoView();
    });
  }
}
