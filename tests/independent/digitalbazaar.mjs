// Asks @digitalbazaar/vc, with its status lists, about every credential of the job: [{verified, statuses, why}].
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {verifyCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {answer, job, load} from './offline.mjs';

const suite = new DataIntegrityProof({cryptosuite});

answer(await Promise.all(job.credentials.map(async credential => {
  const result = await verifyCredential({
    credential, suite, documentLoader: load,
    checkStatus: options => checkStatus({...options, verifyMatchingIssuers: true}),
  });
  const statuses = (result.statusResult?.results ?? []).map(one => ({
    purpose: one.credentialStatus.statusPurpose, status: one.status,
  }));
  return {verified: result.verified, statuses, why: result.error ?? result.statusResult?.error ?? null};
})));
