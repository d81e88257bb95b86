// A store of objects on a free port, plain and over TLS, with its files in the folder that is named; says its
// address, keys and bucket in one URL. `/ca.pem` is the certificate that vouches for it. s3rver keeps the objects; the door before it checks what s3rver does not: that a request is signed
// as another signer would sign it, and that a body is the one that was signed. Anybody may read, so that tests can
// look in.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as listen } from 'node:net';
import { join } from 'node:path';

import aws4 from 'aws4';
import S3rver from 's3rver';

const BUCKET = 'keshu';
const KEYS = { accessKeyId: 'keshu-test', secretAccessKey: 'a-secret-of-the-tests' };
const HERE = '127.0.0.1';

const folder = process.argv[2];
const at = (name) => join(folder, name);
mkdirSync(folder, { recursive: true });
execFileSync('openssl', `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=keshu-test -addext subjectAltName=IP:${HERE} -addext basicConstraints=critical,CA:FALSE -keyout ${at('key.pem')} -out ${at('ca.pem')}`.split(' '), { stdio: 'ignore' });
const cert = readFileSync(at('ca.pem'));

const inner = await new S3rver({ directory: at('objects'), address: HERE, port: 0, silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] }).run();

/** What is wrong with a request: a status and a code. */
function refusal({ method, url, headers }, body) {
  if (headers.authorization === undefined) return method === 'GET' || method === 'HEAD' ? undefined : [403, 'AccessDenied'];
  const said = /Credential=([^/]+)\/\d+\/([^/]+)\/.*SignedHeaders=([^,]+),\s*Signature=(\w+)/.exec(headers.authorization);
  if (said === null) return [400, 'AuthorizationHeaderMalformed'];
  const [, key, region, names, signature] = said;
  if (key !== KEYS.accessKeyId) return [403, 'InvalidAccessKeyId'];
  const signed = Object.fromEntries(names.split(';').map((name) => [name, headers[name]]));
  const again = aws4.sign({ service: 's3', region, method, path: url, headers: signed, extraHeadersToInclude: { range: true } }, KEYS);
  if (!again.headers.Authorization.endsWith(`Signature=${signature}`)) return [403, 'SignatureDoesNotMatch'];
  if (headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex')) return [400, 'XAmzContentSHA256Mismatch'];
  return undefined;
}

function answer(request, response) {
  if (request.url === '/ca.pem') {
    response.end(cert);
    return;
  }
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const wrong = refusal(request, body);
    if (wrong !== undefined) {
      response.writeHead(wrong[0], { 'content-type': 'application/xml' }).end(`<Error><Code>${wrong[1]}</Code></Error>`);
      return;
    }
    const { authorization: _, ...headers } = request.headers;
    const passed = ask({ host: HERE, port: inner.port, method: request.method, path: request.url, headers }, (given) => {
      // Of an empty object s3rver promises a byte that never comes.
      if (given.headers['content-range']?.endsWith('/0')) {
        given.destroy();
        response.writeHead(416, { 'content-range': 'bytes */0' }).end();
        return;
      }
      response.writeHead(given.statusCode, given.headers);
      given.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  });
}

// The first byte of a connection says whether it is TLS.
const plain = createServer(answer);
const sealed = createTlsServer({ key: readFileSync(at('key.pem')), cert }, answer);
const door = listen((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first) => {
    socket.pause();
    socket.unshift(first);
    (first[0] === 22 ? sealed : plain).emit('connection', socket);
    process.nextTick(() => socket.resume());
  });
});
door.listen(0, HERE, () => console.log(`http://${KEYS.accessKeyId}:${KEYS.secretAccessKey}@${HERE}:${door.address().port}/${BUCKET}`));
