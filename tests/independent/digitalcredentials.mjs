// Asks @digitalcredentials/verifier-core about every credential of the job: [{checks: {id: valid}, errors}].
import {answer, didAddress, job} from './offline.mjs';

// It fetches by itself; it gets the documents of the job, and for all else "not found".
const asked = [];
globalThis.fetch = async request => {
  const url = String(request.url ?? request);
  asked.push(url);
  const document = job.did && url === didAddress(job.did.id) ? job.did : job.lists[url];
  const headers = {'content-type': 'application/json'};
  return document
    ? new Response(JSON.stringify(document), {status: 200, headers})
    : new Response('{}', {status: 404, headers});
};
// What it has to say to people would stand among the answers.
console.log = console.error;

const {verifyCredential} = await import('@digitalcredentials/verifier-core');
const results = [];
for (const credential of job.credentials) {
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  const checks = Object.fromEntries((result.log ?? []).map(one => [one.id, one.valid ?? null]));
  results.push({checks, errors: (result.errors ?? []).map(one => one.name), asked: [...new Set(asked)]});
}
answer(results);
