// The page: files of public/, read once. What they may do is told to the browser: nothing but call this service.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Reply, Request, Route } from './http.ts';

const FOLDER = new URL('../public/', import.meta.url);
const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
    "form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
};

export const pages: Route[] = readdirSync(FOLDER).map((file) => {
  const body = new Uint8Array(readFileSync(new URL(file, FOLDER)));
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const page = extname(file) === '.html';
  const headers = {
    ...SECURITY,
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    // The page stands behind the sign-in; its script and styles hold nothing of anybody, so they may lie in any cache.
    'cache-control': page ? 'private, no-cache' : 'public, max-age=300',
    etag,
  };
  return {
    method: 'GET',
    path: file === 'index.html' ? '/' : `/${file}`,
    summary: file,
    input: 'any',
    limit: 0,
    async handle(request: Request): Promise<Reply> {
      if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: new Uint8Array() };
      return { headers, body };
    },
  };
});
