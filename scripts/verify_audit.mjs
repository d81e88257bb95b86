// Checks an export of the audit chains with nothing of Keshu's: no program, no database, no key ring.
//   node scripts/verify_audit.mjs audit.jsonl [--anchors audit_anchors.jsonl] [--key HEX]
// audit.jsonl comes from `keshu audit export`. The anchors should be a copy kept where whoever runs the installation
// cannot write; --key is the signing key as it was noted down on the first day, without it the one in the export counts.
// Ends with 0 when all is well, 3 when something was changed (each fault is named), 2 when it cannot read its files.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const unreadable = (why) => {
  console.error(why);
  process.exit(2);
};
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const parsed = (text, where) => {
  try {
    return JSON.parse(text);
  } catch (fault) {
    return unreadable(`${where}: ${fault.message}`);
  }
};

/** RFC 8410: the bytes of an Ed25519 key in the wrapping that is read here. */
const keyOf = (hex) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });

/** An entry's hash covers these, in this order. */
const MEMBERS = ['previous', 'id', 'chain', 'seq', 'at', 'actor', 'action', 'entity', 'record_id', 'version', 'change_set', 'request_id', 'purpose', 'fields', 'digest'];
const hashOf = (entry) => sha256(JSON.stringify(MEMBERS.map((name) => entry[name])));
const named = (entry) => `chain ${entry.chain} entry ${entry.seq} (${entry.id}, ${entry.action} ${entry.entity}/${entry.record_id} at ${entry.at})`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { anchors: { type: 'string' }, key: { type: 'string' } } });
const [file] = positionals;
if (!file) unreadable('usage: node verify_audit.mjs audit.jsonl [--anchors audit_anchors.jsonl] [--key HEX]');

const faults = [];
const anchored = new Map(); // chain → seq → hash
let head;
const last = new Map(); // chain → its last entry
const broken = new Set(); // chains whose first fault is named: what follows from it is not
let [entries, erased, checked] = [0, 0, 0];

/** Whether the heads at a moment were signed by the key. */
function isSigned({ at, heads, signature, public_key }, key) {
  let signedBy;
  try {
    signedBy = keyOf(key);
  } catch {
    unreadable(`not an Ed25519 key: ${key}`);
  }
  return public_key === key && verify(null, Buffer.from(JSON.stringify([at, heads])), signedBy, Buffer.from(signature ?? '', 'hex'));
}

/** What signed anchors know of entries; one whose signature is not by the key knows nothing. */
function readAnchors(path, key) {
  for (const [place, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (!line.trim()) continue;
    const anchor = parsed(line, `${path}:${place + 1}`);
    if (!isSigned(anchor, key)) {
      faults.push(`anchor ${place + 1} (at ${anchor.at}): it was not signed by the key ${key}`);
      continue;
    }
    for (const [chain, seq, hash] of anchor.heads) {
      if (seq > 0) anchored.set(chain, (anchored.get(chain) ?? new Map()).set(seq, { hash, at: anchor.at }));
    }
  }
}

function look(entry) {
  entries += 1;
  if (entry.erased) erased += 1;
  const before = last.get(entry.chain) ?? { seq: 0, hash: '' };
  if (broken.has(entry.chain)) return;
  const fault = (why) => {
    faults.push(`${named(entry)}: ${why}`);
    broken.add(entry.chain);
  };
  if (entry.seq > before.seq + 1) return fault(`entries ${before.seq + 1} to ${entry.seq - 1} before it are missing`);
  if (entry.seq <= before.seq) return fault('it stands after a later one');
  if (entry.previous !== before.hash || hashOf(entry) !== entry.hash) return fault('it was changed, or moved, after it was written');
  if (typeof entry.diff === 'string') {
    checked += 1;
    if (sha256(`${entry.salt}\n${entry.diff}`) !== entry.digest) faults.push(`${named(entry)}: its diff was changed after it was written`);
  }
  const known = anchored.get(entry.chain)?.get(entry.seq);
  if (known && known.hash !== entry.hash) fault(`it differs from the anchor of ${known.at}`);
  last.set(entry.chain, entry);
}

try {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!line.trim()) continue;
    const value = parsed(line, file);
    if (head) {
      look(value);
      continue;
    }
    if (value.format !== 'keshu-audit/1') unreadable(`${file} is no export of audit chains`);
    head = value;
    if (values.key && values.key !== head.public_key) faults.push(`the export names the key ${head.public_key}, and not ${values.key}`);
    if (!isSigned(head, values.key ?? head.public_key)) faults.push(`the head of the export (at ${head.at}) was not signed by the key ${values.key ?? head.public_key}`);
    if (values.anchors) readAnchors(values.anchors, values.key ?? head.public_key);
  }
} catch (fault) {
  unreadable(fault.message);
}
if (!head) unreadable(`${file} is empty`);
for (const chain of last.keys()) if (!head.heads.some(([known]) => known === chain)) faults.push(`chain ${chain}: its head was removed`);
for (const [chain, seq, hash] of head.heads) {
  const end = last.get(chain) ?? { seq: 0, hash: '' };
  if (!broken.has(chain) && (end.seq !== seq || end.hash !== hash)) faults.push(`chain ${chain}: the head says entry ${seq}, the last entry is ${end.seq}: the tail was cut or the head was changed`);
}
for (const [chain, known] of anchored) {
  const most = Math.max(...known.keys());
  const end = last.get(chain)?.seq ?? 0;
  if (!broken.has(chain) && most > end && known.get(most).at <= head.at) faults.push(`chain ${chain}: the anchor of ${known.get(most).at} knows entry ${most}, the last entry is ${end}: the tail was cut`);
}
console.log(`export of ${head.at} entries ${entries} diffs checked ${checked} erased ${erased} chains ${last.size} anchored ${[...anchored.values()].reduce((sum, known) => sum + known.size, 0)} key ${head.public_key} faults ${faults.length}`);
for (const fault of faults) console.log(`  ${fault}`);
process.exit(faults.length > 0 ? 3 : 0);
