// A certificate for localhost that signs itself, made for one test run: Node.js can read certificates but makes none.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const INTEGER = 0x02;
const BITS = 0x03;
const OCTETS = 0x04;
const ID = 0x06;
const TEXT = 0x0c;
const TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];
const CONSTRAINTS = [0x55, 0x1d, 0x13];

/** An ASN.1 value in DER. */
function der(tag: number, ...contents: (Buffer | number[])[]): Buffer {
  const content = Buffer.concat(contents.map((part) => Buffer.from(part)));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** Key and certificate, in the encodings that node:tls takes. */
export function certificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, der(ID, ECDSA_WITH_SHA256));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(ID, COMMON_NAME), der(TEXT, Buffer.from('localhost')))));
  const time = (year: number): Buffer => der(TIME, Buffer.from(`${year % 100}0101000000Z`));
  const year = new Date().getUTCFullYear();
  const extensions = der(
    SEQUENCE,
    der(SEQUENCE, der(ID, CONSTRAINTS), der(OCTETS, der(SEQUENCE, [0x01, 0x01, 0xff]))),
    der(SEQUENCE, der(ID, ALTERNATIVE_NAME), der(OCTETS, der(SEQUENCE, der(0x82, Buffer.from('localhost'))))),
  );
  const body = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, [2])),
    der(INTEGER, [0x01], randomBytes(8)),
    algorithm,
    name,
    der(SEQUENCE, time(year - 1), time(year + 2)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const whole = der(SEQUENCE, body, algorithm, der(BITS, [0], sign('sha256', body, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const frame = (word: string): string => `-----${word} CERTIFICATE-----`;
  const cert = [frame('BEGIN'), ...lines, frame('END'), ''].join('\n');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}
