// Set the sheets of a paper tighter, step by step, until each fits its page: as the press does when it prints.
// The steps are classes, from the script's own data-fronts and data-backs. Without JavaScript a full sheet grows longer.
{
  const { fronts, backs } = document.currentScript.dataset;

  // How many pages high a sheet is with all its text. Browsers set small print a little wider than the press does, so
  // only what is clearly too much is marked.
  const pages = (sheet) => {
    const needed = sheet.offsetHeight;
    sheet.style.height = getComputedStyle(sheet).minHeight;
    const page = sheet.offsetHeight;
    sheet.style.height = '';
    return (needed - 1) / page;
  };
  const CLEARLY = 1.05;

  const fit = (sheet, steps) => {
    for (let index = 1; index < steps.length && pages(sheet) > 1; index += 1) {
      sheet.classList.replace(steps[index - 1], steps[index]);
    }
    // A list stands alone and may go on overleaf.
    const most = sheet.classList.contains('back--alone') ? 2 : 1;
    sheet.classList.toggle('overfull', pages(sheet) > most * CLEARLY);
  };

  const fitAll = () => {
    for (const sheet of document.querySelectorAll('.front')) fit(sheet, fronts.split(' '));
    for (const sheet of document.querySelectorAll('.back')) fit(sheet, backs.split(' '));
    document.querySelector('[data-overfull]').hidden = !document.querySelector('.overfull');
  };

  addEventListener('load', () => document.fonts.ready.then(fitAll));
}
