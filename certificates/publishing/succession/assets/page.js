
'use strict';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LARGEST = 20 * 1024 * 1024;
// Behind the end it shows nothing; mail programs add a line break.
const WHITE_SPACE = [9, 10, 11, 12, 13, 32];
const WORDS = {
  de: {
    valid: 'Echt und gültig', name_erased: 'Echt und gültig, ohne Namen', replaced: 'Echt, aber ersetzt',
    revoked: 'Echt, aber widerrufen', suspended: 'Echt, aber gesperrt', unknown: 'Nicht bestätigt',
    file: 'Was versiegelt wurde, stimmt Byte für Byte mit der ausgestellten Datei überein; es kam nichts hinzu, was sich anzeigen ließe.',
    json: 'Jedes Byte dieser Datei stimmt mit dem ausgestellten Nachweis überein.',
    code: 'Zu diesem Code gibt es ein Zertifikat. Ob Name und Inhalt stimmen, zeigt nur die Datei.',
    asOf: day => `Stand ${day}.`,
    replacedText: day => `Seit ${day} gilt es nicht mehr, weil ein neues ausgestellt wurde. Lassen Sie sich das neue zeigen.`,
    revokedText: day => `Der Aussteller hat es am ${day} widerrufen. Gründe werden nicht genannt. Bitte erkennen Sie es nicht an.`,
    suspendedText: () => 'Der Aussteller hat es vorläufig gesperrt.',
    name_erasedText: () => 'Die Person ließ ihren Namen im Register löschen; das Zertifikat gilt.',
    appendedTitle: 'Nach dem Siegeln ergänzt',
    appended: 'Der versiegelte Teil ist echt. Danach wurde etwas angefügt: ein Zeitstempel oder eine Änderung. Das kann diese Seite nicht unterscheiden. Verlassen Sie sich nur auf den versiegelten Teil.',
    status: 'Stand des versiegelten Teils: ', sealedPart: 'Versiegelten Teil speichern',
    unknownFile: 'Diese Datei ist nicht im Register: Sie wurde verändert, neu gespeichert oder nicht von uns ausgestellt. Prüfen Sie den Code auf dem Papier.',
    unknownCode: 'Zu diesem Code gibt es kein Zertifikat. Oft ist es ein Tippfehler: Vergleichen Sie ihn mit dem Papier.',
    badCode: 'Ein Code hat 16 Buchstaben und Ziffern, nie den Buchstaben U. Vergleichen Sie ihn mit dem Papier.',
    large: 'Die Datei ist zu groß für eines unserer Zertifikate.',
    noSeal: 'Die Datei ist keine PDF-Datei mit einem Siegel. Prüfen Sie den Code auf dem Papier.',
  },
  en: {
    valid: 'Genuine and valid', name_erased: 'Genuine and valid, without a name', replaced: 'Genuine, but replaced',
    revoked: 'Genuine, but revoked', suspended: 'Genuine, but suspended', unknown: 'Not confirmed',
    file: 'What was sealed is byte for byte that of the issued file; nothing was added that a program would show.',
    json: 'Every byte of this file is that of the issued credential.',
    code: 'There is a certificate for this code. Whether name and contents are right, only the file shows.',
    asOf: day => `As of ${day}.`,
    replacedText: day => `Since ${day} it is no longer valid, because a new one was issued. Ask to be shown the new one.`,
    revokedText: day => `The issuer revoked it on ${day}. Reasons are not given. Please do not accept it.`,
    suspendedText: () => 'The issuer suspended it for the time being.',
    name_erasedText: () => 'The person had the name erased from the register; the certificate holds.',
    appendedTitle: 'Added to after sealing',
    appended: 'The sealed part is genuine. Something was appended afterwards: a time stamp or a change. This page cannot tell which. Rely on the sealed part only.',
    status: 'Status of the sealed part: ', sealedPart: 'Save the sealed part',
    unknownFile: 'This file is not in the register: it was changed, saved anew, or not issued by us. Verify the code on the paper.',
    unknownCode: 'There is no certificate for this code. Often it is a typing error: compare it with the paper.',
    badCode: 'A code has 16 letters and digits, never the letter U. Compare it with the paper.',
    large: 'The file is too large for one of our certificates.',
    noSeal: 'The file is no PDF with a seal. Verify the code on the paper.',
  },
};
const register = JSON.parse(document.getElementById('register').textContent);
const entries = new Map(Object.entries(register.entries));
let language = 'de';
let shown = null;

// --- Hashes: the browser's own, or where a page has none (plain HTTP) these lines of FIPS 180-4.

async function sha256(bytes) {
  if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return hex(slowSha256(bytes));
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function slowSha256(bytes) {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  const fraction = x => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const k = primes.map(p => fraction(Math.cbrt(p)));
  const h = primes.slice(0, 8).map(p => fraction(Math.sqrt(p)));
  const length = bytes.length;
  const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, length << 3);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const one = (z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [z, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, z].forEach((value, i) => { h[i] = (h[i] + value) | 0; });
  }
  const out = new DataView(new ArrayBuffer(32));
  h.forEach((value, i) => out.setInt32(4 * i, value));
  return new Uint8Array(out.buffer);
}

// --- Reading what is asked about

function readCode(text) {
  const typed = text.includes('/v/') ? text.slice(text.lastIndexOf('/v/') + 3) : text;
  const code = typed.replace(/[\s\-\u2010-\u2015\u2212/]+/g, '').toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  return code.length === 16 && [...code].every(letter => ALPHABET.includes(letter)) ? code : null;
}

// The part of a PDF that its first seal covers: all but the seal itself. Everything else would be a way to have the
// hash of a genuine file and the look of another: it must begin with the file, leave out hex digits only, and stand
// within what it covers.
function sealedPart(bytes) {
  const text = new TextDecoder('latin1').decode(bytes);
  const found = /\/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]/.exec(text);
  if (!found || !text.startsWith('%PDF-')) return null;
  const [start, length, again, rest] = found.slice(1).map(Number);
  const end = again + rest;
  const within = found.index + found[0].length <= length || (found.index >= again && found.index < end);
  const sound = start === 0 && length < again && end <= bytes.length && within;
  if (!sound || !/^<[0-9A-Fa-f]*>$/.test(text.slice(length, again))) return null;
  const covered = new Uint8Array(length + rest);
  covered.set(bytes.subarray(0, length));
  covered.set(bytes.subarray(again, end), length);
  return {covered, end};
}

async function askCode(text) {
  const code = readCode(text);
  if (!code) return {word: 'unknown', text: 'badCode'};
  return look(await sha256(new TextEncoder().encode(code)), 'code', 'unknownCode');
}

async function askFile(file) {
  if (file.size > LARGEST) return {word: 'unknown', text: 'large'};
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x7b) return look(await sha256(bytes), 'json', 'unknownFile');
  const part = sealedPart(bytes);
  if (!part) return {word: 'unknown', text: 'noSeal'};
  const answer = look(await sha256(part.covered), 'file', 'unknownFile');
  const added = bytes.subarray(part.end).some(byte => !WHITE_SPACE.includes(byte));
  if (answer.word !== 'unknown' && added) answer.genuine = bytes.slice(0, part.end);
  return answer;
}

function look(hash, known, unknown) {
  const entry = entries.get(hash);
  if (!entry) return {word: 'unknown', text: unknown};
  const [word, day] = entry.split(' ');
  return {word, day, text: known};
}

// --- Saying it

function inWords(day) {
  const options = {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'};
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(language === 'de' ? 'de-DE' : 'en-GB', options);
}

function element(name, text, className) {
  const one = document.createElement(name);
  one.textContent = text;
  if (className) one.className = className;
  return one;
}

function draw() {
  const place = document.getElementById('answer');
  place.replaceChildren();
  if (!shown) return;
  const words = WORDS[language];
  const {word, day, text, genuine} = shown;
  const kinds = {valid: 'valid', name_erased: 'valid', replaced: 'warn', suspended: 'warn', revoked: 'stop', unknown: 'unknown'};
  const signs = {valid: '✓', warn: '⇄', stop: '✕', unknown: '?'};
  const kind = genuine ? (word === 'revoked' ? 'stop' : 'warn') : kinds[word];
  const card = element('article', '', `card card--${kind}`);
  const title = element('h2', genuine ? words.appendedTitle : words[word]);
  title.dataset.sign = genuine ? '!' : signs[kind];
  card.append(title);
  if (genuine) {
    const line = element('p', words.status);
    line.append(element('strong', words[word]));
    card.append(element('p', words.appended), line);
  } else {
    card.append(element('p', words[text]));
  }
  if (words[`${word}Text`]) card.append(element('p', words[`${word}Text`](day && inWords(day))));
  if (word !== 'unknown') card.append(element('p', words.asOf(inWords(register.date)), 'soft'));
  if (genuine) {
    const button = element('button', words.sealedPart);
    button.addEventListener('click', () => save(genuine));
    card.append(button);
  }
  place.append(card);
}

function save(bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], {type: 'application/pdf'}));
  link.download = 'certificate.pdf';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function speak(wanted) {
  language = wanted;
  document.documentElement.lang = wanted;
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === wanted));
  }
  document.querySelector('[data-date]').textContent = inWords(register.date);
  draw();
}

async function show(asked) {
  shown = await asked;
  draw();
  document.getElementById('answer').focus({preventScroll: true});
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => speak(button.dataset.language));
}
document.querySelector('[data-operator]').textContent = register.operator;
document.getElementById('form').addEventListener('submit', event => {
  event.preventDefault();
  show(askCode(document.getElementById('code').value));
});
const input = document.getElementById('file');
input.addEventListener('change', () => {
  if (input.files[0]) show(askFile(input.files[0]));
  input.value = '';
});
const drop = document.getElementById('drop');
for (const name of ['dragover', 'dragleave', 'drop']) {
  // Beside the field, too: a browser would open the file instead.
  document.addEventListener(name, event => {
    event.preventDefault();
    drop.classList.toggle('is-over', name === 'dragover');
    if (name === 'drop' && event.dataTransfer.files[0]) show(askFile(event.dataTransfer.files[0]));
  });
}
speak((navigator.language || 'de').startsWith('de') ? 'de' : 'en');
// A server that hands out this page for /v/… answers the old QR codes.
const fromAddress = readCode(location.pathname.includes('/v/') ? location.pathname : '');
if (fromAddress) {
  document.getElementById('code').value = fromAddress.match(/.{4}/g).join('-');
  show(askCode(fromAddress));
}
