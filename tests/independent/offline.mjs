// What both verifiers share: the job from standard input, and a loader that knows the documents of the job and the two
// bundled contexts, nothing else. No verifier gets to the network.
import {readFileSync} from 'node:fs';

const CONTEXTS = new URL('../../certificates/credential/contexts/', import.meta.url);
const FILES = {
  'https://www.w3.org/ns/credentials/v2': 'credentials-v2.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': 'open-badges-3.0.3.json',
};

// {credentials: [...], did: DID document or null, lists: {address: status list}}
export const job = JSON.parse(readFileSync(0, 'utf8'));

// The address at which did:web looks for the document.
export function didAddress(did) {
  const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `https://${host}/${path.length ? path.join('/') : '.well-known'}/did.json`;
}

export async function load(url) {
  const document = find(url);
  if (!document) throw new Error(`not offered: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
}

function find(url) {
  if (FILES[url]) return JSON.parse(readFileSync(new URL(FILES[url], CONTEXTS), 'utf8'));
  if (job.lists[url]) return structuredClone(job.lists[url]);
  if (!job.did) return null;
  if (url === job.did.id) return structuredClone(job.did);
  const method = (job.did.verificationMethod ?? []).find(one => one.id === url);
  return method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}

export function answer(results) {
  process.stdout.write(JSON.stringify(results, (_key, value) =>
    value instanceof Error ? {message: value.message, cause: value.cause, errors: value.errors} : value));
}
