// A small client of Azure Managed Redis: one connection, commands in a row, TLS, and a Microsoft Entra token as password.
// The cluster has one address (clustering policy EnterpriseCluster), so nothing has to be asked of another node.
// https://learn.microsoft.com/azure/redis/entra-for-authentication, https://redis.io/docs/latest/develop/reference/protocol-spec
import { connect, type TLSSocket } from 'node:tls';
import { token } from './identity.ts';

type Reply = string | null;

interface Waiter {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

const RESOURCE = 'https://redis.azure.com';
const LARGEST_REPLY = 4 * 1024 * 1024;

export class Redis {
  readonly #host: string;
  readonly #port: number;
  readonly #patience: number;
  #socket: TLSSocket | undefined;
  /** The token the connection was opened or renewed with. */
  #token = '';
  #waiting: Waiter[] = [];
  #input: Buffer = Buffer.alloc(0);

  /** `patience`: milliseconds for one command, connecting included. */
  constructor(host: string, port: number, patience: number) {
    this.#host = host;
    this.#port = port;
    this.#patience = patience;
  }

  async get(key: string): Promise<Reply> {
    return this.#command('GET', key);
  }

  async set(key: string, value: string, seconds: number): Promise<void> {
    await this.#command('SET', key, value, 'EX', String(seconds));
  }

  async #command(...words: string[]): Promise<Reply> {
    let late: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      // Replies come in the order of commands: after one that is missing, none can be told apart.
      late = setTimeout(() => reject(this.#close(new Error('The cache does not answer.'))), this.#patience);
    });
    try {
      return await Promise.race([deadline, this.#exchange(words)]);
    } finally {
      clearTimeout(late);
    }
  }

  async #exchange(words: string[]): Promise<Reply> {
    // Identity gives a new token some minutes before the old one ends, and Redis takes it on an open connection. One that
    // is idle for longer is closed by Redis, and opened again here.
    const password = await token(RESOURCE);
    this.#socket ??= this.#connect();
    if (password !== this.#token) {
      this.#token = password;
      this.#send(['AUTH', userOf(password), password]).catch((error: Error) => this.#close(error));
    }
    return this.#send(words);
  }

  #connect(): TLSSocket {
    const socket = connect({ host: this.#host, port: this.#port, servername: this.#host, minVersion: 'TLSv1.2' });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#socket === socket && this.#read(chunk));
    const ended = (error = new Error('The cache closed the connection.')): void => {
      if (this.#socket === socket) this.#close(error);
    };
    socket.on('error', ended);
    socket.on('close', () => ended());
    return socket;
  }

  /** What is written before the connection stands waits inside the socket. */
  #send(words: string[]): Promise<Reply> {
    const command = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
    return new Promise((resolve, reject) => {
      if (!this.#socket) return reject(new Error('The cache closed the connection.'));
      this.#waiting.push({ resolve, reject });
      this.#socket.write(`*${words.length}\r\n${command}`);
    });
  }

  #read(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk]);
    try {
      for (;;) {
        const found = parse(this.#input);
        if (!found) break;
        this.#input = this.#input.subarray(found.length);
        const waiter = this.#waiting.shift();
        if (!waiter) throw new Error('The cache answered what nobody asked.');
        if (found.reply instanceof Error) waiter.reject(found.reply);
        else waiter.resolve(found.reply);
      }
    } catch (error) {
      this.#close(error as Error);
    }
  }

  /** Ends the connection and everything that waits for it. */
  #close(error: Error): Error {
    const waiting = this.#waiting;
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#token = '';
    this.#waiting = [];
    this.#input = Buffer.alloc(0);
    for (const waiter of waiting) waiter.reject(error);
    return error;
  }
}

/** The first reply in the input and how long it is there; undefined while it has not arrived whole. */
function parse(input: Buffer): { reply: Reply | Error; length: number } | undefined {
  const end = input.indexOf('\r\n');
  if (end < 0) return undefined;
  const line = input.toString('utf8', 1, end);
  const start = end + 2;
  switch (String.fromCharCode(input[0]!)) {
    case '+':
    case ':':
      return { reply: line, length: start };
    case '-':
      return { reply: new Error(`The cache says no: ${line}`), length: start };
    case '$': {
      const size = Number(line);
      if (size === -1) return { reply: null, length: start };
      if (!Number.isInteger(size) || size < 0 || size > LARGEST_REPLY) break;
      const length = start + size + 2;
      return input.length < length ? undefined : { reply: input.toString('utf8', start, start + size), length };
    }
  }
  throw new Error('The cache does not speak as Redis does.');
}

/** Redis knows an identity by its object id, which stands in its token. */
function userOf(token: string): string {
  const { oid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { oid: string };
  return oid;
}
